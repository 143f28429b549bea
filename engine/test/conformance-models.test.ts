import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseDefinitions } from '../src/index.ts'

const folder = new URL('fixtures/conformance/', import.meta.url)

/** What may be told of a file that is accepted: the code and the element of each warning. */
const WARNINGS: Record<string, string[]> = {
  'error-reference-missing': ['DANGLING_REFERENCE OnError'],
  'message-throw-without-implementation': ['NO_IMPLEMENTATION Throw', 'NO_IMPLEMENTATION End'],
  'standard-loop-without-condition': ['NO_LOOP Task'],
}

/** One construct or trap of Camunda 7 each; a file's first comment says the rule and what must happen. */
describe('every model that Camunda 7 executes is accepted', () => {
  for (const file of readdirSync(folder)) {
    const name = file.replace('.bpmn', '')
    it(name, () => {
      // given
      const xml = readFileSync(new URL(file, folder), 'utf8')
      // when
      const result = parseDefinitions(xml)
      // then
      expect(result.ok ? [] : result.problems).toEqual([])
      if (!result.ok) return
      expect(result.processes[0]!.key).toBe(name)
      expect(result.warnings.map(({ code, elementId }) => `${code} ${elementId}`)).toEqual(WARNINGS[name] ?? [])
      expect(JSON.parse(JSON.stringify(result.processes))).toEqual(result.processes)
      expect(xml).toMatch(/^<\?xml[^>]*>\n<!-- (?:(?!-->)[\s\S])*Must\s+happen:/)
    })
  }
})
