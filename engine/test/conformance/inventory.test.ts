import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { DIFFERENCES } from './differences.ts'
import { xmlOf } from './given.ts'

/*
 * README.md says of each construct and trap which file shows it, which tests execute that file, and where we differ from
 * Camunda. It is made from the files and the tests: `UPDATE=1 npx vitest run engine/test/conformance` writes it.
 */

const HERE = new URL('./', import.meta.url)
const README = new URL('README.md', HERE)
/** A difference is named in the title of a test: by a decision, by Camunda's own open defect, or as ours. */
const NAMED = /\((?:decision \d{4}|CAM-\d+|ours)\)/g

interface ConformanceTest {
  file: string
  title: string
  models: string[]
}

/** The tests of a file and the conformance models that each gives; a name stands literally in `given(…)` or `givenWorld(…)`. */
function testsOf(file: string): ConformanceTest[] {
  const source = readFileSync(new URL(file, HERE), 'utf8')
  const groups = source.split(/^describe\(/m).slice(1)
  return groups.flatMap((group) => {
    const [shared, ...tests] = group.split(/^ {2}it\(/m)
    return tests.map((text) => {
      // what a describe gives for all its tests counts for each of them that uses it
      const helpers = [...shared!.matchAll(/const (\w+) = .*?(?:given|givenWorld|xmlOf)\('([\w-]+)'/g)].filter(([, helper]) =>
        new RegExp(`\\b${helper}\\(`).test(text),
      )
      const models = [...text.matchAll(/(?:given|givenWorld|xmlOf)\('([\w-]+)'/g)].map(([, name]) => name!)
      return { file, title: /^(['"])(.*?)\1,/.exec(text)![2]!, models: [...new Set([...models, ...helpers.map(([, , name]) => name!)])] }
    })
  })
}

const tests = readdirSync(HERE)
  .filter((file) => file.endsWith('.test.ts') && file !== 'inventory.test.ts')
  .toSorted()
  .flatMap(testsOf)
const models = readdirSync(new URL('../fixtures/conformance/', HERE))
  .map((file) => file.replace('.bpmn', ''))
  .toSorted()
const testsWith = (model: string) => tests.filter((test) => test.models.includes(model))
const namedIn = (text: string) => text.match(NAMED) ?? []

/** The rule of a file: its comment up to what must happen. */
const ruleOf = (model: string) =>
  /^<\?xml[^>]*>\n<!-- ([\s\S]*?)\s+Must\s+happen:/.exec(xmlOf(model))![1]!.replace(/\s+/g, ' ').replaceAll('|', '\\|')

function readme(): string {
  const rows = models.map((model) => {
    const shown = testsWith(model).map(({ file, title }) => `${file.replace('.test.ts', '')}: ${title.replaceAll('|', '\\|')}`)
    return `| ${ruleOf(model)} | [${model}](../fixtures/conformance/${model}.bpmn) | ${shown.join('<br>')} | ${DIFFERENCES[model] ?? 'same'} |`
  })
  return `# What Camunda 7 does, executed

Each construct of BPMN as Camunda 7.24 executes it, and each trap, has a model of its own, and a test that executes it on the
pure core. ${models.length} models, ${tests.length} tests; ${models.length - Object.keys(DIFFERENCES).length} models run as in Camunda, ${Object.keys(DIFFERENCES).length} differ on purpose.
Written by \`UPDATE=1 npx vitest run engine/test/conformance\`; a test keeps it true.

| Construct or trap | Model | Tests | Camunda 7 |
| --- | --- | --- | --- |
${rows.join('\n')}
`
}

describe('the conformance tests', () => {
  it('execute every conformance model', () => {
    expect(models.filter((model) => testsWith(model).length === 0)).toEqual([])
  })

  it('give no model that is not there', () => {
    expect(tests.flatMap((test) => test.models).filter((model) => !models.includes(model))).toEqual([])
  })

  it('name each difference from Camunda in the title of a test', () => {
    const told = (model: string) => testsWith(model).flatMap(({ title }) => namedIn(title))
    expect(Object.entries(DIFFERENCES).filter(([model, text]) => !namedIn(text).every((name) => told(model).includes(name)))).toEqual([])
    expect(Object.values(DIFFERENCES).filter((text) => namedIn(text).length === 0)).toEqual([])
    const untold = tests.filter(
      ({ title, models: given }) => namedIn(title).length > 0 && !given.some((model) => DIFFERENCES[model] !== undefined),
    )
    expect(untold.map(({ title }) => title)).toEqual([])
  })

  it('name decisions that are there', () => {
    const decisions = readdirSync(new URL('../../../docs/decisions/', HERE)).map((file) => file.slice(0, 4))
    const named = [...tests.map(({ title }) => title), ...Object.values(DIFFERENCES)].flatMap((text) =>
      [...text.matchAll(/decision (\d{4})/g)].map(([, number]) => number!),
    )
    expect(named.filter((number) => !decisions.includes(number))).toEqual([])
  })

  it('are listed in the README', () => {
    if (process.env['UPDATE'] === '1') writeFileSync(README, readme())
    expect(readFileSync(README, 'utf8')).toBe(readme())
  })
})
