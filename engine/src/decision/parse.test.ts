import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { load, read } from './fixtures/load.ts'
import { parseDecisions } from './parse.ts'

const folder = new URL('fixtures/invalid/', import.meta.url)

/** Each file says at its end what is wrong with it: `<!-- expect CODE elementId line -->`, `-` for no element. */
describe('a file that cannot be executed is refused with every reason, its element and its line', () => {
  for (const file of readdirSync(folder)) {
    it(file.replace('.dmn', ''), () => {
      // given
      const xml = readFileSync(new URL(file, folder), 'utf8')
      const expected = [...xml.matchAll(/<!-- expect (.*) -->/g)].map((match) => match[1])
      // when
      const result = parseDecisions(xml)
      // then
      if (result.ok) throw new Error('it was accepted')
      expect(result.problems.map(({ code, elementId, line }) => `${code} ${elementId ?? '-'} ${line}`)).toEqual(expected)
      for (const { message, column, elementId } of result.problems) {
        expect(column).toBeGreaterThan(0)
        if (elementId !== null) expect(message).toContain(elementId)
      }
    })
  }
})

describe('parseDecisions', () => {
  it.each([
    'http://www.omg.org/spec/DMN/20151101/dmn.xsd',
    'http://www.omg.org/spec/DMN/20180521/MODEL/',
    'https://www.omg.org/spec/DMN/20191111/MODEL/',
    'https://www.omg.org/spec/DMN/20211108/MODEL/',
    'https://www.omg.org/spec/DMN/20230324/MODEL/',
  ])('reads %s', (namespace) => {
    const xml = read('unique').replace('https://www.omg.org/spec/DMN/20191111/MODEL/', namespace)
    expect(parseDecisions(xml)).toMatchObject({ ok: true, decisions: { decisions: { unique: { logic: { kind: 'table' } } } } })
  })

  it('reads names, version tag, time to live and the graph', () => {
    expect(load('licence-type')).toMatchObject({
      id: 'Definitions',
      name: '定义',
      decisions: { 'licence-type': { name: '许可证类型', versionTag: '2025-01', historyTimeToLive: 'P180D' } },
    })
    expect(load('risk-level').decisions['risk-level']).toMatchObject({
      requiredDecisions: ['site-score', 'history-score'],
      historyTimeToLive: '365',
    })
  })

  it('gives plain JSON', () => {
    for (const name of ['licence-type', 'camunda-juel', 'invocation', 'boxed-context', 'iteration']) {
      const result = parseDecisions(read(name))
      if (!result.ok) throw new Error(name)
      expect(JSON.parse(JSON.stringify(result.decisions))).toEqual(result.decisions)
    }
  })

  it('ignores diagram, annotations, authorities and extensions, and warns of empty expressions', () => {
    const result = parseDecisions(read('silent'))
    expect(result).toMatchObject({ ok: true, warnings: [{ code: 'INVALID_EXPRESSION', elementId: 'in1' }] })
  })

  it('refuses a text that is too long', () => {
    const xml = read('literal').replace('x * 2 + 1', `1${' + 1'.repeat(3_000)}`)
    expect(parseDecisions(xml)).toMatchObject({ ok: false, problems: [{ code: 'INVALID_EXPRESSION', elementId: 'literal', line: 5 }] })
  })

  it('answers a file of hostile size or depth with a problem', () => {
    const open = read('literal').split('<decision')[0]!
    const nested = `${open}<decision id="d">${'<list>'.repeat(300)}${'</list>'.repeat(300)}</decision></definitions>`
    const many = `${open}${Array.from({ length: 1_001 }, (_, n) => `<decision id="d${n}"/>`).join('')}</definitions>`
    for (const xml of [many, ' '.repeat(10_000_000), '<a>'.repeat(100_000), nested, `${open}${'<decision id="d">'.repeat(100_000)}`]) {
      expect(parseDecisions(xml).ok).toBe(false)
    }
  })

  it('reads lists as deep as XML may be nested, and names that are traps in JavaScript', () => {
    const open = read('literal').split('<decision')[0]!
    const nested = `${open}<decision id="__proto__">${'<list>'.repeat(200)}<literalExpression><text>1</text></literalExpression>${'</list>'.repeat(200)}</decision></definitions>`
    const result = parseDecisions(nested)
    expect(result.ok && Object.keys(result.decisions.decisions)).toEqual(['__proto__'])
  })
})
