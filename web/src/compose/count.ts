// How long the server will find a text: clusters a reader sees as one character, an address as many as the server says,
// a mention without its server's name.

const address = /\bhttps?:\/\/[^\s<>"'\u3000]+/gi;
const mention = /(^|[^\w/@])@(\w+(?:[.-]+\w+)*)@[\w.-]+[\w]/g;
const segmenter = 'Segmenter' in Intl ? new Intl.Segmenter(undefined, { granularity: 'grapheme' }) : null;

export function clusters(text: string): number {
  return segmenter ? [...segmenter.segment(text)].length : [...text].length;
}

export function lengthOf(text: string, perAddress = 23): number {
  const short = text.replace(address, 'x'.repeat(perAddress)).replace(mention, '$1@$2');
  return clusters(short);
}
