/// The name of a file below the page's folder. It cannot lead out of it: a part is letters, digits, `-`, `_`
/// and dots that it does not begin with, so that there is no `..`, no hidden file and nothing encoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FileName(String);

impl FileName {
    /// The file of a path without its first slash; the root's for nothing.
    pub(super) fn parse(path: &str, root: &str) -> Option<Self> {
        if path.is_empty() {
            return Some(Self(root.to_owned()));
        }
        let is_part = |part: &str| {
            !part.is_empty()
                && !part.starts_with('.')
                && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
        };
        // Only what has a type of content is the page's: no folder, and nobody's notes.
        let name = Self(path.to_owned());
        (path.split('/').all(is_part) && name.known_type().is_some()).then_some(name)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The type that the file has in a bucket, too.
    pub(super) fn content_type(&self) -> &'static str {
        self.known_type().unwrap_or("application/octet-stream")
    }

    fn known_type(&self) -> Option<&'static str> {
        let (_, extension) = self.0.rsplit_once('.')?;
        Some(match extension {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "json" => "application/json",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "webmanifest" => "application/manifest+json",
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(path: &str) -> Option<String> {
        FileName::parse(path, "index.html").map(|name| name.as_str().to_owned())
    }

    #[test]
    fn a_file_is_found_under_its_name_and_the_root_under_none() {
        assert_eq!(parse("").as_deref(), Some("index.html"));
        assert_eq!(parse("scripts/api/client.js").as_deref(), Some("scripts/api/client.js"));
    }

    #[test]
    fn no_name_leads_out_of_the_folder_or_to_something_hidden() {
        let names = [
            "../template.yaml",
            "scripts/../../Cargo.json",
            "%2e%2e/a.js",
            "..%2fa.js",
            "scripts//a.js",
            "/etc/a.json",
            ".env.js",
            "scripts/.git/a.js",
            "a\\..\\b.js",
            "c:a.js",
            "a.js/",
            "a\0.js",
            "scripts",
            "tsconfig",
            "a.toml",
        ];
        for name in names {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}
