/** The first sixteen signs of a digest: enough to compare two screens by eye or over the telephone. */
export const shortDigest = (digest: string): string => (digest.slice(0, 16).match(/.{4}/g) || []).join(' ');
