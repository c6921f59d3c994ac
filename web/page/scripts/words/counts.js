/** "1 credit", "2 credits" @param {number} count */
export const credits = (count) => (count === 1 ? '1 credit' : `${count} credits`);

/** @param {number} count @param {string} one @param {string} [many] */
export const counted = (count, one, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;
