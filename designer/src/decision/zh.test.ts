import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { ZH } from './zh.ts'

const require = createRequire(import.meta.url)
const PARTS = ['dmn-js-shared', 'dmn-js-decision-table', 'dmn-js-drd', 'dmn-js-literal-expression', 'dmn-js-boxed-expression']

it('has every word that dmn-js asks for', () => {
  const texts = PARTS.flatMap((name) => {
    const lib = join(dirname(require.resolve(`${name}/package.json`)), 'lib')
    return readdirSync(lib, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.js'))
      .map((file) => readFileSync(join(lib, file), 'utf8'))
  })
  const asked = texts.flatMap((text) => [...text.matchAll(/ranslate\(\s*'([^']*[A-Za-z]{2}[^']*)'\s*[,)]/g)].map(([, words]) => words!))
  const policies = texts.flatMap((text) => [...text.matchAll(/(?:explanation|label): '([A-Z][^']+)'/g)].map(([, words]) => words!))
  // Names of languages are names, and an example in quotes is FEEL.
  const wanted = [...new Set([...asked, ...policies])].filter(
    (words) => !words.startsWith('"') && !['FEEL', 'JUEL', 'PMML', 'Java'].includes(words),
  )
  expect(wanted.length).toBeGreaterThan(150)
  expect(wanted.filter((words) => ZH[words] === undefined)).toEqual([])
})
