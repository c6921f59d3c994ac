/**
 * Where the page is and how one signs in there: made by the local platform, or by deploy/page from the stack.
 *
 * @typedef {{kind: 'local'}} LocalSignIn
 * @typedef {{kind: 'cognito', address: string, clientId: string}} CognitoSignIn the address without a slash at its end
 * @typedef {{signIn: LocalSignIn | CognitoSignIn, weeksAhead: number}} Config
 */

/** @returns {Promise<Config>} */
export async function readConfig() {
  const response = await fetch('config.json', { cache: 'no-cache' });
  if (!response.ok) throw new Error(`config.json: status ${response.status}`);
  return response.json();
}
