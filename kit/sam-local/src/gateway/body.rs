use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body, HttpBody};

use super::answer::OwnAnswer;

/// The largest payload of an HTTP API.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html>
const LARGEST: usize = 10 * 1024 * 1024;

/// How much of a body is taken in before it is given up. A client that is still sending would not
/// read the answer, so that what is too large is read on and thrown away, within reason.
const PATIENCE: usize = 8 * LARGEST;

/// Reads a request's body.
pub(super) async fn read(mut body: Body) -> Result<Vec<u8>, OwnAnswer> {
    let mut content = Vec::new();
    let mut length = 0;
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        // Whoever breaks off is not there to read the answer; any will do.
        let frame = frame.map_err(|_| OwnAnswer::InternalServerError)?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        length += data.len();
        if length <= LARGEST {
            content.extend_from_slice(&data);
        } else if length > PATIENCE {
            break;
        }
    }
    if length > LARGEST {
        return Err(OwnAnswer::RequestEntityTooLarge);
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn ten_megabytes_are_taken_and_not_a_byte_more() {
        let sent = |length: usize| read(Body::from(vec![0; length]));
        assert_eq!(sent(LARGEST).await.map(|body| body.len()), Ok(LARGEST));
        assert_eq!(sent(LARGEST + 1).await, Err(OwnAnswer::RequestEntityTooLarge));
        assert_eq!(sent(PATIENCE + 1).await, Err(OwnAnswer::RequestEntityTooLarge));
    }
}
