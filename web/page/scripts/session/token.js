/** What the page reads of an ID token. It believes nothing of it: only the API decides who somebody is. */

/** @param {string} token @returns {{sub: string, exp: number, email: string}} */
export function claimsOf(token) {
  const payload = token.split('.')[1] ?? '';
  const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
  const claims = JSON.parse(new TextDecoder().decode(bytes));
  return { sub: String(claims.sub), exp: Number(claims.exp), email: String(claims.email ?? '') };
}
