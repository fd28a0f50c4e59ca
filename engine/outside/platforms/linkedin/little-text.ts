/** `toLittleText`: the form in which LinkedIn takes the text of a post. What is not escaped ends the text or is refused. */

const MENTION = String.raw`@\[([^\]\n]+)\]\((urn:li:(?:person|organization):[\w-]+)\)`
const HASHTAG = String.raw`(?<![\p{L}\p{N}_&/])#([\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)`
const RESERVED = String.raw`[|{}@\[\]()<>#\\*_~]`
const SPECIAL = new RegExp(`${MENTION}|${HASHTAG}|${RESERVED}`, 'gu')
const ANY_RESERVED = new RegExp(RESERVED, 'gu')

/** Hashtags stay hashtags, and `@[Name](urn:li:organization:1)` stays a mention. */
export function toLittleText(text: string): string {
  return text.replace(SPECIAL, (whole: string, name?: string, urn?: string, tag?: string) => {
    if (name !== undefined) return `@[${escaped(name)}](${urn})`
    return tag !== undefined ? `{hashtag|\\#|${escaped(tag)}}` : `\\${whole}`
  })
}

const TEMPLATE = /\{hashtag\|\\?#\|((?:\\.|[^}\\])+)\}|@\[((?:\\.|[^\]\\])*)\]\([^)]*\)|\\(.)/gsu

/** As people see it. */
export function fromLittleText(little: string): string {
  return little.replace(TEMPLATE, (_, tag?: string, name?: string, character?: string) => {
    if (tag !== undefined) return `#${unescaped(tag)}`
    return name !== undefined ? unescaped(name) : (character ?? '')
  })
}

function escaped(text: string): string {
  return text.replace(ANY_RESERVED, (character) => `\\${character}`)
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gsu, '$1')
}
