use super::{Complaint, Section};

/// The headers of an `AWS::CloudFront::ResponseHeadersPolicy`: what the page's files are sent with, by name
/// in lower case.
pub(super) fn read(resource: &Section<'_>) -> Result<Vec<(String, String)>, Complaint> {
    let config = resource.require("Properties")?.require("ResponseHeadersPolicyConfig")?;
    let mut headers = Vec::new();
    if let Some(security) = config.get("SecurityHeadersConfig")? {
        for (kind, settings) in security.entries()? {
            let (name, value) = security_header(kind, &settings)?;
            headers.push((name.to_owned(), value));
        }
    }
    if let Some(custom) = config.get("CustomHeadersConfig")? {
        for item in custom.require("Items")?.items()? {
            headers.push((item.require("Header")?.text()?.to_lowercase(), item.require("Value")?.text()?));
        }
    }
    Ok(headers)
}

/// <https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html>
fn security_header(kind: &str, settings: &Section<'_>) -> Result<(&'static str, String), Complaint> {
    match kind {
        "ContentSecurityPolicy" => Ok(("content-security-policy", settings.require(kind)?.text()?)),
        "ContentTypeOptions" => Ok(("x-content-type-options", "nosniff".to_owned())),
        "FrameOptions" => Ok(("x-frame-options", settings.require("FrameOption")?.text()?)),
        "ReferrerPolicy" => Ok(("referrer-policy", settings.require(kind)?.text()?)),
        "StrictTransportSecurity" => {
            let flag = |name: &str| settings.get(name)?.map_or(Ok(false), |value| value.flag());
            let mut value = format!("max-age={}", settings.require("AccessControlMaxAgeSec")?.number()?);
            if flag("IncludeSubdomains")? {
                value.push_str("; includeSubDomains");
            }
            if flag("Preload")? {
                value.push_str("; preload");
            }
            Ok(("strict-transport-security", value))
        }
        _ => Err(settings.complain("is a header that the local platform does not know")),
    }
}
