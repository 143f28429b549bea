import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, expect, test } from 'vitest'
import { OPERATIONS } from '../src/server/routes/operations/index.ts'
import { responseSchemas, type ResponseSchemas } from './support/response-schemas/index.ts'

/*
 * The schemas of the answers are made from the types of what the routes answer with, so that they can say nothing else. A change
 * of a route or of a type changes responses.json where people see it (UPDATE_RESPONSES=1).
 */

const FILE = fileURLToPath(new URL('../src/server/routes/operations/responses.json', import.meta.url))
let made: ResponseSchemas

beforeAll(() => {
  made = responseSchemas()
  if (process.env.UPDATE_RESPONSES) writeFileSync(FILE, `${JSON.stringify(made, null, 1)}\n`)
}, 120_000)

test('the schemas are the types of what the routes answer with', () => {
  expect(made, 'run again with UPDATE_RESPONSES=1 if the change is meant').toEqual(JSON.parse(readFileSync(FILE, 'utf8')))
})

test.each(Object.keys(OPERATIONS))('%s says how it answers when it is done', (operation) => {
  expect(Object.keys(made.operations[operation] ?? {}), 'nothing is assigned to ctx.body or ctx.status').not.toEqual([])
})
