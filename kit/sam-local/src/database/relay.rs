//! Stands before the embedded database, which has no way to say that it was written to: passes bytes on, and reports
//! when the database has answered a request that may have written.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::sleep;

use crate::loopback::Stopped;

/// How long to wait when the system has no more connections to give.
const OUT_OF_CONNECTIONS: Duration = Duration::from_millis(50);
/// How many bytes are passed on at once.
const CHUNK: usize = 16 * 1024;
/// What comes before the name of the operation in a request's header.
const TARGET: &[u8] = b"DynamoDB_20120810.";
/// The operations that write nothing, by their first letters.
const READS: [&[u8]; 6] = [b"BatchGet", b"Describe", b"Get", b"Query", b"Scan", b"TransactGet"];

/// Passes connections on until stopped.
pub(super) async fn serve(listener: TcpListener, database: SocketAddr, writes: watch::Sender<()>, stopped: Stopped) {
    let mut connections = JoinSet::new();
    let stopped = stopped.wait();
    tokio::pin!(stopped);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((client, _)) => {
                    let writes = writes.clone();
                    connections.spawn(async move {
                        if let Err(error) = pass_on(client, database, &writes).await {
                            tracing::debug!(%error, "a connection to the database has broken");
                        }
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "the database takes no connection");
                    sleep(OUT_OF_CONNECTIONS).await;
                }
            },
            Some(_) = connections.join_next() => {}
            () = &mut stopped => return,
        }
    }
}

async fn pass_on(mut client: TcpStream, database: SocketAddr, writes: &watch::Sender<()>) -> io::Result<()> {
    let mut database = TcpStream::connect(database).await?;
    // Else, small messages wait for more to come.
    client.set_nodelay(true)?;
    database.set_nodelay(true)?;
    let (mut requests, mut to_client) = client.split();
    let (mut answers, mut to_database) = database.split();
    let (mut request, mut answer) = (vec![0; CHUNK], vec![0; CHUNK]);
    let mut may_write = true;
    loop {
        tokio::select! {
            length = requests.read(&mut request) => {
                let request = &request[..length?];
                if request.is_empty() {
                    return Ok(());
                }
                if let Some(operation) = operation(request) {
                    may_write = !READS.iter().any(|read| operation.starts_with(read));
                }
                to_database.write_all(request).await?;
            }
            length = answers.read(&mut answer) => {
                let answer = &answer[..length?];
                if answer.is_empty() {
                    return Ok(());
                }
                if may_write {
                    writes.send_replace(());
                }
                to_client.write_all(answer).await?;
            }
        }
    }
}

/// The operation that a request asks for, and what follows, if its header is among these bytes.
fn operation(request: &[u8]) -> Option<&[u8]> {
    let at = request.windows(TARGET.len()).position(|bytes| bytes == TARGET)?;
    Some(&request[at + TARGET.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operation_is_found_in_the_header() {
        let request = b"POST / HTTP/1.1\r\nx-amz-target: DynamoDB_20120810.PutItem\r\n\r\n{}";
        assert!(operation(request).unwrap().starts_with(b"PutItem\r\n"));
        assert_eq!(operation(b"{}"), None);
    }
}
