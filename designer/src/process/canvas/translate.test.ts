import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { translate, untranslated } from './translate.ts'
import { ZH } from './zh.ts'

const require = createRequire(import.meta.url)
const sources = ['bpmn-js', 'diagram-js', 'diagram-js-minimap'].flatMap((name) => {
  const folder = dirname(require.resolve(`${name}/package.json`))
  const lib = name === 'diagram-js-minimap' ? join(folder, 'dist') : join(folder, 'lib')
  return readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.js'))
    .map((file) => ({ file: `${name}/${file}`, text: readFileSync(join(lib, file), 'utf8') }))
})

describe('the Chinese of the diagram', () => {
  it('has every word that bpmn-js and its parts ask for', () => {
    const asked = sources.flatMap(({ text }) =>
      [...text.matchAll(/ranslate\(\s*'([^']*[A-Za-z]{2}[^']*)'\s*[,)]/g)].map(([, words]) => words!),
    )
    const kinds = sources
      .filter(({ file }) => /popup-menu\/PopupEntries|replace\/ReplaceOptions/.test(file))
      .flatMap(({ text }) => [...text.matchAll(/label: *'([^']+)'/g)].map(([, words]) => words!))
    const wanted = [...new Set([...asked, ...kinds])].filter((words) => !/^HELLO|^ \+/.test(words))
    expect(wanted.length).toBeGreaterThan(100)
    expect(wanted.filter((words) => ZH[words] === undefined)).toEqual([])
  })

  it('fills in values, and remembers what it has no words for', () => {
    expect(translate('Open {element}', { element: '审查' })).toBe('打开审查')
    expect(translate('Something new')).toBe('Something new')
    expect([...untranslated]).toEqual(['Something new'])
    untranslated.clear()
  })
})
