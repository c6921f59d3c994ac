//! The description as a page: HTML and CSS, no script, nothing from anywhere else.

use std::fmt::{self, Display, Formatter};

use serde_json::Value;

use super::{
    chapters::{Chapter, chapters, conventions},
    example::referred,
    openapi,
};

/// The page's only style: browsers are told to take no other.
pub(super) const STYLE: &str = include_str!("page.css");

/// The page.
pub(super) fn page() -> String {
    let (openapi, chapters) = (openapi(), chapters());
    Page { openapi: &openapi, chapters: &chapters }.to_string()
}

struct Page<'a> {
    openapi: &'a Value,
    chapters: &'a [Chapter],
}

impl Display for Page<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let info = &self.openapi["info"];
        let (title, summary) = (Text(&info["title"]), Text(&info["summary"]));
        write!(
            f,
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n\
             <title>{title}: the API</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
             <a class=\"skip\" href=\"#content\">To the content</a>\n"
        )?;
        self.contents(f)?;
        write!(
            f,
            "<main id=\"content\">\n<header>\n<h1>{title}: the API</h1>\n<p class=\"lead\">{summary}</p>\n\
             <p>Version {}. The same for programs: <a href=\"/api/openapi.json\">OpenAPI 3.1</a>.</p>\n</header>\n",
            Text(&info["version"])
        )?;
        for (heading, text) in conventions() {
            write!(f, "<section id=\"{}\">\n<h2>{heading}</h2>\n{}</section>\n", anchor(heading), Prose(&text))?;
        }
        for chapter in self.chapters {
            let name = chapter.name;
            let about = Prose(chapter.about);
            write!(f, "<section id=\"{}\">\n<h2>{name}</h2>\n{about}", anchor(name))?;
            for operation in &chapter.operations {
                let described = &self.openapi["paths"][operation.path][operation.method.to_lowercase()];
                self.operation(f, operation.method, operation.path, described)?;
            }
            f.write_str("</section>\n")?;
        }
        f.write_str("<section id=\"types\">\n<h2>Types</h2>\n")?;
        for (name, schema) in members(&self.openapi["components"]["schemas"]) {
            write!(f, "<article class=\"type\" id=\"type-{name}\">\n<h3>{name}</h3>\n")?;
            if let Some(about) = schema["description"].as_str() {
                Prose(about).fmt(f)?;
            }
            fields(f, schema)?;
            f.write_str("</article>\n")?;
        }
        f.write_str("</section>\n</main>\n</body>\n</html>\n")
    }
}

impl Page<'_> {
    fn contents(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("<nav aria-label=\"Contents\">\n<ul>\n")?;
        for (heading, _) in conventions() {
            writeln!(f, "<li><a href=\"#{}\">{heading}</a></li>", anchor(heading))?;
        }
        for chapter in self.chapters {
            write!(f, "<li><a href=\"#{}\">{}</a>\n<ul>\n", anchor(chapter.name), chapter.name)?;
            for operation in &chapter.operations {
                let (id, method) = (operation.function, Method(operation.method));
                writeln!(f, "<li><a href=\"#{id}\">{method} {}</a></li>", Inline(operation.summary))?;
            }
            f.write_str("</ul></li>\n")?;
        }
        f.write_str("<li><a href=\"#types\">Types</a></li>\n</ul>\n</nav>\n")
    }

    fn operation(&self, f: &mut Formatter<'_>, method: &str, path: &str, described: &Value) -> fmt::Result {
        let id = described["operationId"].as_str().unwrap_or_default();
        let summary = described["summary"].as_str().unwrap_or_default();
        let about = described["description"].as_str().unwrap_or_default();
        write!(
            f,
            "<article id=\"{id}\">\n<h3><a href=\"#{id}\">{}</a></h3>\n<p class=\"route\">{} <code>{path}</code></p>\n{}",
            Inline(summary),
            Method(method),
            Prose(about)
        )?;
        self.parameters(f, described)?;
        if let Some(body) = described.get("requestBody") {
            let needed = if body["required"] == true { "" } else { ", or nothing" };
            write!(f, "<h4>Body</h4>\n<p>{}{needed}</p>\n", Kind(&body["content"]["application/json"]["schema"]))?;
            example(f, &body["content"]["application/json"]["example"])?;
        }
        f.write_str("<h4>Answers</h4>\n<dl class=\"answers\">\n")?;
        for (status, response) in members(&described["responses"]) {
            self.answer(f, status, self.resolved(response))?;
        }
        f.write_str("</dl>\n</article>\n")
    }

    fn parameters(&self, f: &mut Formatter<'_>, described: &Value) -> fmt::Result {
        let parameters = described["parameters"].as_array().map_or(&[][..], Vec::as_slice);
        if parameters.is_empty() {
            return Ok(());
        }
        f.write_str("<h4>Parameters</h4>\n<dl class=\"fields\">\n")?;
        for parameter in parameters.iter().map(|parameter| self.resolved(parameter)) {
            let place = match parameter["in"].as_str() {
                Some("header") => "header",
                Some("path") => "path",
                _ => "query",
            };
            field(
                f,
                parameter["name"].as_str().unwrap_or_default(),
                place,
                parameter["required"] == true,
                &parameter["schema"],
                parameter["description"].as_str(),
            )?;
        }
        f.write_str("</dl>\n")
    }

    fn answer(&self, f: &mut Formatter<'_>, status: &str, response: &Value) -> fmt::Result {
        let about = response["description"].as_str().unwrap_or_default();
        let class = &status[..1];
        write!(f, "<dt class=\"s{class}\">{status}</dt>\n<dd>")?;
        let kinds: Vec<_> = members(&response["content"]["application/problem+json"]["examples"]).collect();
        if kinds.is_empty() {
            write!(f, "<p>{}</p>", Inline(about))?;
        } else {
            f.write_str("<ul class=\"kinds\">")?;
            for (slug, example) in kinds {
                write!(f, "<li><code>{slug}</code> {}</li>", Text(&self.resolved(example)["summary"]))?;
            }
            f.write_str("</ul>")?;
        }
        for (name, header) in members(&response["headers"]) {
            // Every answer has these; they are told of once.
            if !["X-Correlation-Id", "Cache-Control"].contains(&name) {
                let header = self.resolved(header);
                let about = header["description"].as_str().unwrap_or_default();
                write!(f, "<p><code>{name}</code>: {}</p>", Inline(about))?;
            }
        }
        if class == "2" {
            for (kind, content) in members(&response["content"]) {
                write!(f, "<p>{}, <code>{kind}</code></p>", Kind(&content["schema"]))?;
                if content["example"].as_object().is_some_and(|example| !example.is_empty())
                    || content["example"].is_array()
                {
                    example(f, &content["example"])?;
                }
            }
            let next: Vec<_> = members(&response["links"])
                .map(|(function, _)| format!("<a href=\"#{function}\">{function}</a>"))
                .collect();
            if !next.is_empty() {
                write!(f, "<p class=\"next\">Then: {}</p>", next.join(", "))?;
            }
        } else {
            // What the gateway answers by itself, in its own words.
            let own = &response["content"]["application/json"];
            if let Some(message) = own["example"]["message"].as_str() {
                write!(
                    f,
                    "<p>{}: <code>{}</code>, <code>application/json</code></p>",
                    Kind(&own["schema"]),
                    Escaped(message)
                )?;
            }
        }
        f.write_str("</dd>\n")
    }

    /// What stands here, or what is referred to.
    fn resolved<'b>(&'b self, value: &'b Value) -> &'b Value {
        let pointer = value["$ref"].as_str().and_then(|reference| reference.strip_prefix('#'));
        pointer.and_then(|pointer| self.openapi.pointer(pointer)).unwrap_or(value)
    }
}

fn members(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_object().into_iter().flatten().map(|(name, value)| (name.as_str(), value))
}

/// The fields of an object: those that must be there first, in their order.
fn fields(f: &mut Formatter<'_>, schema: &Value) -> fmt::Result {
    let required: Vec<_> = schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let others = members(&schema["properties"]).map(|(name, _)| name).filter(|name| !required.contains(name));
    f.write_str("<dl class=\"fields\">\n")?;
    for name in required.iter().copied().chain(others) {
        let property = &schema["properties"][name];
        field(f, name, "", required.contains(&name), property, property["description"].as_str())?;
    }
    f.write_str("</dl>\n")
}

fn field(
    f: &mut Formatter<'_>,
    name: &str,
    place: &str,
    required: bool,
    schema: &Value,
    about: Option<&str>,
) -> fmt::Result {
    let needed = if required { "" } else { " <span class=\"optional\">optional</span>" };
    let place = if place.is_empty() { String::new() } else { format!(" <span class=\"place\">{place}</span>") };
    write!(f, "<dt><code>{name}</code>{place}{needed}</dt>\n<dd>{}", Kind(schema))?;
    if let Some(about) = about {
        write!(f, "<br>{}", Inline(about))?;
    }
    f.write_str("</dd>\n")
}

fn example(f: &mut Formatter<'_>, example: &Value) -> fmt::Result {
    let text = serde_json::to_string_pretty(example).unwrap_or_default();
    writeln!(f, "<pre tabindex=\"0\"><code>{}</code></pre>", Escaped(&text))
}

/// The id of a section: never one of a function, some of which are called as their chapter is.
fn anchor(heading: &str) -> String {
    format!("on-{}", heading.to_lowercase().replace(|character: char| !character.is_ascii_alphanumeric(), "-"))
}

struct Method<'a>(&'a str);

impl Display for Method<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "<span class=\"method {}\">{}</span>", self.0.to_lowercase(), self.0)
    }
}

/// What a schema takes, in a few words.
struct Kind<'a>(&'a Value);

impl Display for Kind<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let schema = self.0;
        if let Some(name) = referred(schema) {
            return write!(f, "<a href=\"#type-{name}\">{name}</a>");
        }
        if let Some(any) = schema["anyOf"].as_array() {
            for (at, one) in any.iter().enumerate() {
                write!(f, "{}{}", if at == 0 { "" } else { " or " }, Kind(one))?;
            }
            return Ok(());
        }
        if let Some(values) = schema["enum"].as_array() {
            for (at, value) in values.iter().enumerate() {
                write!(f, "{}<code>{}</code>", if at == 0 { "" } else { ", " }, Text(value))?;
            }
            return Ok(());
        }
        let kinds: Vec<_> = match &schema["type"] {
            Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
            kind => kind.as_str().into_iter().collect(),
        };
        if kinds == ["array"] {
            write!(f, "list of {}", Kind(&schema["items"]))?;
        } else {
            f.write_str(&kinds.join(" or "))?;
        }
        if let Some(format) = schema["format"].as_str().filter(|format| !format.contains("int")) {
            write!(f, ", {format}")?;
        }
        for (limit, words) in [
            ("minimum", "from"),
            ("maximum", "to"),
            ("minLength", "at least"),
            ("maxLength", "at most"),
            ("minItems", "at least"),
            ("maxItems", "at most"),
            ("default", "else"),
        ] {
            if let Some(limit) = schema.get(limit).filter(|limit| !limit.is_null()) {
                write!(f, ", {words} {}", Text(limit))?;
            }
        }
        if schema.get("maxLength").is_some() {
            f.write_str(" characters")?;
        }
        match schema["pattern"].as_str() {
            Some(super::SAYS_SOMETHING) => f.write_str(", not only white space"),
            Some(pattern) => write!(f, ", <code>{}</code>", Escaped(pattern)),
            None => Ok(()),
        }
    }
}

/// Paragraphs, in which what stands between backticks is code.
struct Prose<'a>(&'a str);

impl Display for Prose<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.0.split("\n\n").try_for_each(|paragraph| writeln!(f, "<p>{}</p>", Inline(paragraph)))
    }
}

/// A paragraph of it.
struct Inline<'a>(&'a str);

impl Display for Inline<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for (at, part) in self.0.split('`').enumerate() {
            if at % 2 == 0 {
                Escaped(part).fmt(f)?;
            } else {
                write!(f, "<code>{}</code>", Escaped(part))?;
            }
        }
        Ok(())
    }
}

/// A text of JSON without its quotes, or else the JSON.
struct Text<'a>(&'a Value);

impl Display for Text<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::String(text) => Escaped(text).fmt(f),
            other => Escaped(&other.to_string()).fmt(f),
        }
    }
}

/// What HTML would take for markup, escaped.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for character in self.0.chars() {
            match character {
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '&' => f.write_str("&amp;")?,
                '"' => f.write_str("&quot;")?,
                other => write!(f, "{other}")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_needs_nothing_but_itself_and_leads_only_to_what_is_there() {
        let page = page();
        for sign_of_more in ["<script", "<link", "<img", "src=", "url(", "style=", "@import", " on"] {
            let tags = page.split('<').filter_map(|after| after.split('>').next());
            let tags: Vec<_> = tags.filter(|tag| format!("<{tag}").contains(sign_of_more)).collect();
            assert!(tags.is_empty(), "{sign_of_more}: {tags:?}");
        }
        let quoted = |attribute: &str| {
            let parts = page.split(attribute).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned());
            parts.collect::<std::collections::BTreeSet<_>>()
        };
        let (ids, references) = (quoted(" id=\""), quoted("href=\"#"));
        let leading_nowhere: Vec<_> = references.difference(&ids).collect();
        assert!(leading_nowhere.is_empty(), "{leading_nowhere:?}");
        assert_eq!(page.matches(" id=\"").count(), ids.len(), "an id is given twice");
    }

    #[test]
    fn what_looks_like_markup_is_shown() {
        assert_eq!(Inline("`a<b>` & c").to_string(), "<code>a&lt;b&gt;</code> &amp; c");
    }
}
