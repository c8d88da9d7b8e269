import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { identityNumberKind } from '@fotfeste/domain/values/identity-number.ts'
import t from 'tap'
import { loadContracts } from '../all-contracts.ts'
import { filesLike, ROOT, textOf } from './tree.ts'

const DOCUMENTS = filesLike('**/*.md')
const TEXTS = filesLike('**/*.{ts,sql,md,json,yml,yaml,html}', 'Dockerfile', '.ci/run')

/** Headings as addresses within a page. */
function anchorsOf(markdown: string): Set<string> {
  const headings = markdown.matchAll(/^#{1,6} +(.+)$/gm)
  const anchor = (heading: string) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
      .trim()
      .replaceAll(' ', '-')
  return new Set([...headings].map(([, heading = '']) => anchor(heading)))
}

type Link = { readonly path: string; readonly target: string }

const LINKS: readonly Link[] = DOCUMENTS.flatMap((path) => {
  const prose = textOf(path).replaceAll(/```[\s\S]*?```|`[^`\n]*`/g, '')
  const targets = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => !/^[a-z]+:/.test(target)).map((target) => ({ path, target }))
})

function leadsSomewhere({ path, target }: Link): boolean {
  const [file = '', anchor] = target.split('#')
  const place = file === '' ? path : resolve(ROOT, dirname(path), file)
  if (!existsSync(resolve(ROOT, place))) return false
  return !anchor || anchorsOf(textOf(place)).has(anchor)
}

t.test('every relative link leads to a file, every anchor to a heading', async (t) => {
  t.ok(LINKS.length > 0)
  t.same(
    LINKS.filter((link) => !leadsSomewhere(link)),
    [],
  )
})

/** `path: what was found` for every text in which one of the patterns is found. */
function findings(paths: readonly string[], ...patterns: RegExp[]): string[] {
  return paths.flatMap((path) => {
    const text = textOf(path)
    return patterns.flatMap((pattern) => {
      const found = pattern.exec(text)
      return found ? [`${path}: ${found[0]}`] : []
    })
  })
}

t.test('the project speaks of itself alone', async (t) => {
  const words = ['cl' + 'aude', 'anth' + 'ropic', 'chat' + 'gpt', 'co' + 'pilot', 'L' + 'LM']
  words.push('language ' + 'model', 'AI' + '-generated', 'sub' + 'agent')
  const strange = new RegExp(`\\b(${words.join('|')})\\b`, 'i')
  const place = new RegExp(['/wo' + 'rk/', '/tmp/br' + 'ief'].join('|'))
  const pages = ['rules', 'house', 'api', 'anchors', 'reliability', 'integrations', 'scenarios']
  const page = new RegExp(`\\b(${pages.join('|')})\\.md\\b|\\(house (decision )?\\d`)
  t.same(findings(TEXTS, strange, place, page), [])
  t.ok(strange.test('an L' + 'LM') && page.test('see rules' + '.md'), 'the patterns find them')
})

t.test('texts end with a line break and hold no blank at a line’s end', async (t) => {
  const written = TEXTS.filter((path) => !/\.gen\.|^openapi\//.test(path))
  t.same(findings(written, /[^\n]$(?![\s\S])|[ \t]+$/m), [])
})

t.test('the glossary has the Norwegian words of the operations', async (t) => {
  const glossary = textOf('packages/domain/GLOSSARY.md').toLowerCase()
  const contracts = (await loadContracts()).flatMap((service) => service.contracts)
  const terms = contracts.flatMap(({ summary }) => [...summary.matchAll(/\(([^)]+)\)/g)])
  const words = terms.flatMap(([, term = '']) => term.toLowerCase().split(/[ ,]+/))
  // Nouns of six letters and more; plural and definite endings are cut off.
  const stems = words.filter((word) => word.length >= 6).map((word) => word.slice(0, -2))
  const plain = /^(regist|starte|trekk|manue)/
  t.same(
    [...new Set(stems)].filter((stem) => !plain.test(stem) && !glossary.includes(stem)),
    [],
  )
})

const PUBLISHED = ['02013299997', '02013299903', '02013299806', '30108299920', '30108299939']
PUBLISHED.push('41011088188')

t.test('no number in the tree could be a person’s: synthetic or published ones only', async (t) => {
  const numbers = TEXTS.flatMap((path) => [...textOf(path).matchAll(/(?<!\d)\d{11}(?!\d)/g)].flat())
  const real = numbers.filter((number) => ['fnr', 'dnr'].includes(identityNumberKind(number) ?? ''))
  t.same(
    real.filter((number) => !PUBLISHED.includes(number)),
    [],
  )
  t.ok(real.length > 0, 'the published ones are seen')
})
