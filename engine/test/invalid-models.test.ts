import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDefinitions } from '../src/index.ts'

const folder = new URL('fixtures/invalid/', import.meta.url)

/** Each file says at its end what is wrong with it: `<!-- expect CODE elementId line -->`, `-` for no element. */
describe('a model that cannot be executed is refused with every reason, its element and its line', () => {
  for (const file of readdirSync(folder)) {
    it(file.replace('.bpmn', ''), () => {
      // given
      const xml = readFileSync(new URL(file, folder), 'utf8')
      const expected = [...xml.matchAll(/<!-- expect (.*) -->/g)].map((match) => match[1])
      // when
      const result = parseDefinitions(xml)
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
