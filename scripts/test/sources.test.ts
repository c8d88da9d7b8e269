import { existsSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import t from 'tap'
import { filesLike, ROOT, textOf } from './tree.ts'

const DOMAIN = 'packages/domain'
const PAGE = textOf(`${DOMAIN}/SOURCES.md`)
const [WHERE = '', KEYS = ''] = PAGE.split('## What the keys stand for')
const FILES = filesLike(`${DOMAIN}/src/**/*.ts`)
const KEY = /\b(?:POL\d{1,2}a?|[NOSFGD]\d{1,2})\b/g

t.test('every file of a domain area is named, with a test that exists', async (t) => {
  const areas = FILES.filter((path) => !path.includes('/values/'))
  const named = [...WHERE.matchAll(/\]\((src\/[^)]+)\)/g)].map(([, path]) => `${DOMAIN}/${path}`)
  t.same(
    areas.filter((path) => !named.includes(path)),
    [],
  )
  t.same(
    named.filter((path) => !existsSync(resolve(ROOT, path))),
    [],
  )
  const rows = WHERE.split('\n').filter((line) => line.includes('](src/'))
  t.same(
    rows.filter((line) => !/\]\(test\/[^)]+\.test\.ts\)/.test(line)),
    [],
  )
})

t.test('every function named exists in a file of its row', async (t) => {
  const missing = WHERE.split('\n').flatMap((line) => {
    const texts = [...line.matchAll(/\]\((src\/[^)]+)\)/g)].map(([, path]) =>
      textOf(`${DOMAIN}/${path}`),
    )
    const names = [...line.matchAll(/`(\w+)`/g)].map(([, name]) => name)
    if (texts.length === 0) return []
    const isExported = (name = '') =>
      texts.some((text) => new RegExp(`^export (?:const|function) ${name}\\b`, 'm').test(text))
    return names.filter((name) => !isExported(name))
  })
  t.same(missing, [])
})

t.test('every rule key in code, database and pages is explained', async (t) => {
  const explained = new Set([...KEYS.matchAll(/^\| ([A-Z]+\d+a?) \|/gm)].map(([, key]) => key))
  const places = filesLike(
    '{packages,services}/*/src/**/*.{ts,sql}',
    '**/README.md',
    '**/SOURCES.md',
  )
  const cited = places.flatMap((path) =>
    [...textOf(path).matchAll(KEY)].map(([key]) => ({ key, where: basename(path) })),
  )
  const strange = cited.filter(({ key }) => !explained.has(key))
  t.same(
    strange.map(({ key, where }) => `${key} in ${where}`),
    [],
  )
})
