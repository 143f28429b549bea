import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { REFUSED } from '../src/rest/refused.ts'
import { resourceRouter } from '../src/rest/resources.ts'
import { restOf } from '../src/rest/context.ts'
import { groupOf, OPERATIONS, type Operation } from './camunda-operations.ts'
import { restServer, type RestServer } from './rest-server.ts'

let server: RestServer
beforeAll(async () => {
  server = await restServer()
})
afterAll(() => server.close())

type Standing = 'done' | 'refused' | 'missing'

function standings(): (Operation & { standing: Standing })[] {
  const { stack } = resourceRouter(restOf({ engine: server.engine }))
  return OPERATIONS.map((operation) => {
    const address = operation.path.replaceAll(/:\w+/g, 'x')
    const layer = stack.find(({ methods, match }, i) => methods.includes(operation.method) && match.call(stack[i], address))
    // `/task/:id` also matches `/task/create`: such a path is not built by it
    const isBuilt = layer !== undefined && shapeOf(String(layer.path)) === shapeOf(operation.path)
    return { ...operation, standing: !isBuilt ? 'missing' : layer.name === 'refused' ? 'refused' : 'done' }
  })
}

const shapeOf = (path: string): string => path.replaceAll(/:\w+/g, ':')

describe("Camunda's 399 operations", () => {
  test('each is built or refused with its reason', () => {
    expect(OPERATIONS).toHaveLength(399)
    const missing = standings().filter(({ standing }) => standing === 'missing')
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })

  test('nothing is refused that Camunda does not have, or twice', () => {
    const refused = REFUSED.flatMap(([methods, path]) => methods.split(' ').map((method) => `${method} ${shapeOf(path)}`))
    const known = new Set(OPERATIONS.map(({ method, path }) => `${method} ${shapeOf(path)}`))
    expect(refused.filter((operation) => !known.has(operation))).toEqual([])
    expect(new Set(refused).size).toBe(refused.length)
  })

  test('nothing is refused that is built', () => {
    const { stack } = resourceRouter(restOf({ engine: server.engine }))
    const built = new Set(
      stack
        .filter(({ name }) => name !== 'refused')
        .flatMap(({ methods, path }) => methods.map((method) => `${method} ${shapeOf(String(path))}`)),
    )
    const refused = REFUSED.flatMap(([methods, path]) => methods.split(' ').map((method) => `${method} ${shapeOf(path)}`))
    expect(refused.filter((operation) => built.has(operation))).toEqual([])
  })

  test.each(REFUSED.map(([methods, path, reason]) => ({ method: methods.split(' ')[0]!, path, reason })))(
    '$method $path is refused: $reason',
    async ({ method, path, reason }) => {
      const response = await fetch(`${server.baseUrl}${path.replaceAll(/:\w+/g, 'x')}`, { method })
      expect(response.status).toBe(501)
      expect(await response.json()).toEqual({ type: 'RestException', message: `This engine does not support it: ${reason}`, code: null })
    },
  )

  test('the README tells what is built and why the rest is refused', () => {
    const told = readmePart(standings())
    const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
    expect(readme.includes(told) ? '' : `put this into the README:\n${told}`).toBe('')
  })
})

/** What is built in full, and a line for each resource that is not. */
function readmePart(operations: ReturnType<typeof standings>): string {
  const groups = new Map<string, typeof operations>()
  for (const operation of operations) groups.set(groupOf(operation.path), [...(groups.get(groupOf(operation.path)) ?? []), operation])
  const isWhole = (group: string) => groups.get(group)!.every(({ standing }) => standing === 'done')
  const names = [...groups.keys()].sort()
  const lines = names
    .filter((group) => !isWhole(group))
    .map((group) => {
      const members = groups.get(group)!
      const reasons = new Set(members.filter(({ standing }) => standing === 'refused').map(reasonOf))
      return `| \`${group}\` | ${members.filter(({ standing }) => standing === 'done').length} of ${members.length} | ${[...reasons].join('; ')} |`
    })
  const done = operations.filter(({ standing }) => standing === 'done').length
  return [
    `Of Camunda's ${operations.length} operations ${done} are built. In full: ${names
      .filter(isWhole)
      .map((group) => `\`${group}\``)
      .join(', ')}.`,
    'The others answer 501 with the reason:',
    '',
    '| resource | built | the rest is refused, because |',
    '|---|---|---|',
    ...lines,
  ].join('\n')
}

const reasonOf = ({ method, path }: Operation): string =>
  REFUSED.find(([methods, refused]) => methods.split(' ').includes(method) && shapeOf(refused) === shapeOf(path))![2]
