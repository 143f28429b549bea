import { randomInt } from 'node:crypto'
import fc, { type Arbitrary } from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApiDocument } from '../src/server/routes/openapi.ts'
import { assertDocumented } from './support/documented.ts'
import { fuzzedCounty, type FuzzedCounty, type Person } from './support/fuzz/county.ts'
import { requestsOf, type DescribedOperation, type FuzzRequest } from './support/fuzz/requests.ts'

/*
 * Requests made at random from the OpenAPI file, by its schemas, nearly so and not at all, sent by everybody: never an answer of 500,
 * never none, never one that the file does not describe.
 *
 *   FUZZ_SECONDS=600 FUZZ_SEED=random npx vitest run portal/test/api-fuzz.test.ts
 */

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 30)
/** One that is known here, so that a red run is red again; whoever looks for more gives `random`. */
const SEED = process.env.FUZZ_SEED === 'random' ? randomInt(2 ** 31) : Number(process.env.FUZZ_SEED ?? 20261127)
/** An answer that takes longer hangs. */
const ANSWER_MS = 15_000

let county: FuzzedCounty
/** Status → answers. */
const answers: Record<string, number> = {}
beforeAll(async () => {
  county = await fuzzedCounty()
}, 120_000)
afterAll(() => county.both.close())

const operations = Object.entries(openApiDocument().paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({
    method: method.toUpperCase(),
    path,
    operation: operation as DescribedOperation,
  })),
)

/** Mostly who may, so that more than the refusal is tried. */
function somebody(sessions: readonly Person[], right: string): Arbitrary<Person> {
  const able = sessions.filter(({ rights }) => rights.includes(right))
  const anybody = fc.constantFrom(...sessions)
  return able.length ? fc.oneof({ weight: 3, arbitrary: fc.constantFrom(...able) }, { weight: 1, arbitrary: anybody }) : anybody
}

/** What is wrong with the answer; null: nothing. */
async function send(client: { headers: Record<string, string> }, { method, path, headers, body }: FuzzRequest): Promise<string | null> {
  try {
    const response = await fetch(county.both.url + path, {
      method,
      redirect: 'manual',
      headers: { ...client.headers, ...headers },
      body: typeof body === 'string' ? Buffer.from(body) : body,
      signal: AbortSignal.timeout(ANSWER_MS),
    })
    answers[response.status] = (answers[response.status] ?? 0) + 1
    const mediaType = response.headers.get('content-type') ?? ''
    if (mediaType.startsWith('text/event-stream')) {
      await response.body?.cancel()
      return null
    }
    const text = await response.text()
    if (response.status === 500) return stackOf(text)
    assertDocumented({ method, path, status: response.status, mediaType, text })
    return null
  } catch (error) {
    return (error as Error).message.split('\n')[0]!
  }
}

/** Where our own mistake was made. */
function stackOf(answer: string): string {
  const requestId = /"requestId":"([^"]+)"/.exec(answer)?.[1]
  const stack = county.logged.find((one) => one.requestId === requestId)?.err?.stack ?? answer
  const lines = stack.split('\n')
  return [lines[0], ...lines.filter((line) => /\/(portal|processes|tenants|engine|forms|storage)\/src\//.test(line)).slice(0, 4)].join('\n')
}

/** Neighbouring seeds begin with nearly the same numbers: an operation would be asked in the same way each round. Source: MurmurHash3's finalizer. */
function scattered(seed: number): number {
  const once = Math.imul(seed ^ (seed >>> 16), 0x85ebca6b)
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35)
  return twice ^ (twice >>> 16)
}

test(`requests at random are answered as the file says (FUZZ_SEED=${SEED})`, { timeout: (SECONDS + 60) * 1000 }, async () => {
  console.log(`api-fuzz: FUZZ_SEED=${SEED} FUZZ_SECONDS=${SECONDS}`)
  const end = Date.now() + SECONDS * 1000
  const found = new Map<string, string>()
  let sent = 0
  for (let round = 0; Date.now() < end; round++) {
    const sessions = await county.sessions()
    for (const [at, { method, path, operation }] of operations.entries()) {
      if (Date.now() >= end) break
      const asked = fc.tuple(requestsOf(method, path, operation, county.known), somebody(sessions, operation['x-right']))
      const [request, person] = fc.sample(asked, { numRuns: 1, seed: scattered(SEED + round * operations.length + at) })[0]!
      sent++
      const problem = await send(person.client, request)
      const body = Buffer.isBuffer(request.body) ? request.body.toString('latin1') : request.body
      const key = `${method} ${path}: ${problem?.replaceAll(request.path, '…').slice(0, 900)}`
      const how = `${person.name} ${request.path.slice(0, 300)} ${JSON.stringify(request.headers).slice(0, 200)} ${body?.slice(0, 500)}`
      if (problem !== null && !found.has(key)) found.set(key, how)
    }
  }
  console.log(`api-fuzz: ${sent} requests, answers by status ${JSON.stringify(answers)}`)
  expect(
    [...found].map(([problem, how]) => `${problem}\n    ${how}`),
    `FUZZ_SEED=${SEED}`,
  ).toEqual([])
  // More than the door was tried.
  expect(answers['200'], 'requests that did something').toBeGreaterThan(sent / 20)
})
