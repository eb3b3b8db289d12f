// A guess at the language of a text, made here: by its script where that says enough, else by small words that are
// frequent in one language and rare in its neighbours. Says nothing rather than something doubtful.

const scripts: [RegExp, string][] = [
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, 'ja'], [/\p{Script=Hangul}/gu, 'ko'], [/\p{Script=Greek}/gu, 'el'], [/\p{Script=Hebrew}/gu, 'he'],
  [/\p{Script=Thai}/gu, 'th'], [/\p{Script=Bengali}/gu, 'bn'], [/\p{Script=Tamil}/gu, 'ta'], [/\p{Script=Devanagari}/gu, 'hi'],
];

const words: Record<string, string> = {
  en: 'the and is of to you that it with for was are this have not what they my been would there',
  de: 'der die das und ist nicht ich ein eine mit auf für auch sich wir aber wie noch nur zum',
  fr: 'le les des est et une que pas pour dans je vous nous avec sur ce qui mais cette aux',
  es: 'el los las que una por con para está pero muy como más esto hay del lo ya mi también',
  it: 'il che non di una per sono con della gli ma anche questo è più come nel alla ho perché',
  pt: 'não uma que com para os dos você mas muito isso está mais são pelo também meu na ao já',
  nl: 'het een en van niet dat ik is op met voor maar ook zijn wel naar deze nog als heb',
  sv: 'och att det är inte som en jag på för med har av till den också men om vi var',
  da: 'og det er ikke jeg en at på med har til af som også den men vi kan hvad mig',
  nb: 'og det er ikke jeg en at på med har til av som også den men vi kan hva meg',
  fi: 'ja on ei se että en hän oli mutta kun niin myös ovat tämä minun kanssa vain jos nyt mitä',
  pl: 'nie się jest to na że w i jak ale do co z tak za już są mnie tylko czy',
  cs: 'je se to že na v a jsem ale jako tak si pro jsou už co není také být když',
  tr: 've bir bu için çok ne da de ben ile daha ama değil gibi var mi kadar sonra olarak her',
  ro: 'și este nu un o la cu pe care să mai dar sunt din pentru ce acest foarte dacă am',
  hu: 'a az és nem hogy egy is van ez de meg csak már ha mint kell volt vagy nagyon most',
};
const known = new Map(Object.entries(words).map(([code, list]) => [code, new Set(list.split(' '))]));

/** Enough to tell by script, and by words. */
const leastLetters = 8, leastHits = 3;

/** Its ISO 639 code; null where it cannot be told. */
export function languageOf(text: string): string | null {
  const plain = text.replace(/https?:\/\/\S+|[@#:][\p{L}\p{N}_@.:-]+/gu, ' ').toLowerCase();
  const letters = plain.match(/\p{L}/gu)?.length ?? 0;
  if (letters < leastLetters) return null;
  for (const [script, code] of scripts) {
    const found = plain.match(script)?.length ?? 0;
    // Japanese and Korean are mixed with signs that are Chinese too.
    if (found > letters * (code === 'ja' ? 0.15 : 0.5)) return code;
  }
  const share = (script: RegExp) => (plain.match(script)?.length ?? 0) / letters;
  if (share(/\p{Script=Han}/gu) > 0.5) return 'zh';
  if (share(/\p{Script=Cyrillic}/gu) > 0.5) return /[іїєґ]/.test(plain) ? 'uk' : /ў/.test(plain) ? 'be' : /[ыэё]/.test(plain) ? 'ru' : null;
  if (share(/\p{Script=Arabic}/gu) > 0.5) return /[پچژگ]/.test(plain) ? 'fa' : 'ar';
  const spoken = plain.match(/\p{L}+/gu) ?? [];
  const scored = [...known].map(([code, own]) => ({ code, hits: spoken.filter((one) => own.has(one)).length })).sort((a, b) => b.hits - a.hits);
  const [best, second] = scored;
  return best!.hits >= leastHits && best!.hits >= second!.hits * 1.4 ? best!.code : null;
}
