/** Text for XML 1.0: control characters become spaces, the rest is escaped after it is cut to length. */
export function xmlText(text: string, maxCharacters: number): string {
  const clean = text.replace(/\p{Cc}/gu, ' ').trim()
  const cut = [...clean].slice(0, maxCharacters).join('').trim()
  return cut
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;')
}

/** An element without attributes; content that is text has been through `xmlText`. */
export const element = (name: string, ...content: readonly string[]): string =>
  `<${name}>${content.join('')}</${name}>`

/** A whole document: the root element stands in its namespace, and everything in it. */
export const xmlDocument = (
  root: string,
  namespace: string,
  ...content: readonly string[]
): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${namespace}">${content.join('')}</${root}>\n`
