/** Words that do not stay: switched-off tests, postponed work, silenced types, names that say nothing. */
import { type Complaint, isSource, lineAt, type Rule, type Tree } from './tree.ts'

interface Banned {
  readonly word: RegExp
  /** Where to look: in the code, or in its comments. */
  readonly where: 'code' | 'comments'
  readonly why: string
  /** Files that may. */
  readonly except?: RegExp
}

const TYPE_TESTS = /\.types\.test\.ts$/
const CONFIGURES = /\.config\.ts$|-reporter\.ts$/

const WORDS: readonly Banned[] = [
  {
    word: /\.(only|skip|todo|skipIf|runIf|fails)\s*\(/g,
    where: 'code',
    why: 'every test runs, each time: delete it or mend it',
  },
  { word: /\b(xit|xtest|xdescribe|fit|fdescribe)\s*\(/g, where: 'code', why: 'every test runs, each time' },
  { word: /\b(TODO|FIXME|XXX|HACK)\b/g, where: 'comments', why: 'do it now, or open an issue' },
  { word: /\bas any\b/g, where: 'code', why: 'name the type; a narrow cast with a reason is fine' },
  { word: /@ts-(ignore|nocheck)\b/g, where: 'comments', why: 'the compiler is right more often than we are' },
  {
    word: /@ts-expect-error\b/g,
    where: 'comments',
    why: 'only tests of types expect an error',
    except: TYPE_TESTS,
  },
  {
    word: /\bexport default\b/g,
    where: 'code',
    why: 'a default has no name to search for; export it by name',
    except: CONFIGURES,
  },
  {
    word: /\bexport (?:abstract )?(?:class|interface|type|const|function) \w*(Manager|Service|Helper|Utils?)\b/g,
    where: 'code',
    why: 'the word says nothing: name what it is or does',
  },
]

const FILE_NAME = /^[a-z0-9.-]+$/
const EMPTY_NAMES = /(^|[-.])(manager|service|helpers?|utils?|common|misc)([-.]|$)/

function checkWords(tree: Tree): Complaint[] {
  const complaints: Complaint[] = []
  for (const file of tree.values()) {
    const { path } = file
    if (!isSource(path)) continue
    const name = path.split('/').at(-1) as string
    if (!FILE_NAME.test(name)) complaints.push({ path, line: 1, why: 'file names are kebab-case' })
    if (EMPTY_NAMES.test(name)) complaints.push({ path, line: 1, why: 'name the file for its main export' })
    for (const { word, where, why, except } of WORDS) {
      if (except?.test(path)) continue
      for (const found of file[where].matchAll(word)) {
        complaints.push({ path, line: lineAt(file.text, found.index), why: `${found[0].trim()} … ${why}` })
      }
    }
  }
  return complaints
}

export const words: Rule = { name: 'no word that postpones, silences or says nothing', check: checkWords }
