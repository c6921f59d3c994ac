//! Prints the API's description. `web/api/openapi.json` is this output, and the page's types and limits come from it.

fn main() {
    println!("{:#}", functions::PROGRAM.openapi());
}
