import fc, { type Arbitrary } from 'fast-check'
import { PDF } from '../licence-journey.ts'
import { HOSTILE, nearlyValid, valid, type Known, type RequestSchema } from './values.ts'

/** A request that can be printed and sent again. */
export interface FuzzRequest {
  method: string
  /** With its query. */
  path: string
  headers: Record<string, string>
  body?: string | Buffer<ArrayBuffer>
}

export interface DescribedOperation {
  'x-right': string
  parameters?: { name: string; in: string; required?: boolean; schema: RequestSchema }[]
  requestBody?: { content: Record<string, { schema: RequestSchema }> }
}

/** Characters; Node itself refuses headers of more than 16 KB, the address among them. */
const MAX_IN_PATH = 3000
const KEY = { 'Idempotency-Key': 'fuzz-0123456789' }

/** Requests of one operation: by its schemas, nearly so, and not at all. */
export function requestsOf(method: string, path: string, operation: DescribedOperation, known: Known): Arbitrary<FuzzRequest> {
  const { parameters = [], requestBody } = operation
  return fc
    .tuple(
      pathOf(path, parameters, known),
      queryOf(parameters, known),
      method === 'GET' ? fc.constant<Body>({ headers: {} }) : bodyOf(requestBody, known),
      keyOf(parameters),
    )
    .map(([address, query, { headers, body }, key]) => ({ method, path: address + query, headers: { ...headers, ...key }, body }))
}

function pathOf(path: string, parameters: DescribedOperation['parameters'], known: Known): Arbitrary<string> {
  const inPath = (parameters ?? []).filter((one) => one.in === 'path')
  const hostile = fc.constantFrom(
    ...HOSTILE.filter((one): one is string => typeof one === 'string' && one.trim() !== '').map((one) => inUrl(one.slice(0, MAX_IN_PATH))),
    '%',
    '%00',
    '%ff',
    '%252e%252e',
    'x'.repeat(MAX_IN_PATH),
  )
  const values = inPath.map(({ name, schema }) =>
    fc.oneof(
      {
        weight: 6,
        arbitrary: valid(schema, name === 'id' ? { ...known, id: idsAt(path, known) } : known, name).map((value) => inUrl(String(value))),
      },
      { weight: 1, arbitrary: hostile },
    ),
  )
  return fc
    .tuple(...values)
    .map((parts) => path.replace(/\{(\w+)\}/g, (_, name: string) => parts[inPath.findIndex((one) => one.name === name)]!))
}

/** What there is under the path, else any id. */
const idsAt = (path: string, known: Known): readonly unknown[] =>
  Object.entries(known).find(([place]) => place.startsWith('/api/') && path.startsWith(place))?.[1] ?? known.id!

/** Lone surrogates have no UTF-8; a part of a path that is nothing but dots is another path. */
const inUrl = (text: string): string => encodeURIComponent(text.replace(/[\ud800-\udfff]/g, '\ufffd')).replace(/^\.{1,2}$/, '%252e')

function queryOf(parameters: DescribedOperation['parameters'], known: Known): Arbitrary<string> {
  const inQuery = (parameters ?? []).filter((one) => one.in === 'query')
  const right = fc
    .record(Object.fromEntries(inQuery.map(({ name, schema }) => [name, valid(schema, known, name)])), {
      requiredKeys: inQuery.filter(({ required }) => required).map(({ name }) => name),
    })
    .map((values) => Object.entries(values).map(([name, value]) => `${name}=${inUrl(String(value))}`))
  const wrong = fc
    .tuple(
      fc.constantFrom('x', '__proto__', 'constructor', 'limit', 'after', 'q', ...inQuery.map(({ name }) => name)),
      fc.constantFrom(...HOSTILE),
    )
    .map(([name, value]) => `${name}=${inUrl(String(value)).slice(0, 4000)}`)
  const odd = fc.constantFrom('limit=1&limit=2', '%', '=', '&&', 'after[]=1', 'after=%00', 'limit=1e3', 'q=%ff', '?')
  const more = fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.oneof(wrong, odd) })
  return fc.tuple(right, more).map(([parts, last]) => {
    const all = [...parts, ...(last === null ? [] : [last])]
    return all.length ? `?${all.join('&')}` : ''
  })
}

interface Body {
  headers: Record<string, string>
  body?: string | Buffer<ArrayBuffer>
}

const JSON_TYPE = { 'Content-Type': 'application/json' }

function bodyOf(requestBody: DescribedOperation['requestBody'], known: Known): Arbitrary<Body> {
  const json = requestBody?.content['application/json']?.schema
  const upload = requestBody?.content['multipart/form-data']?.schema
  if (upload) return uploadOf(upload, known)
  if (!json) return fc.oneof({ weight: 6, arbitrary: fc.constant<Body>({ headers: {} }) }, { weight: 1, arbitrary: garbage })
  const asJson = (value: unknown): Body => ({ headers: JSON_TYPE, body: JSON.stringify(value) })
  return fc.oneof(
    { weight: 5, arbitrary: valid(json, known).map(asJson) },
    { weight: 5, arbitrary: nearlyValid(json, known).map(asJson) },
    { weight: 1, arbitrary: fc.constantFrom(...HOSTILE).map(asJson) },
    { weight: 1, arbitrary: garbage },
  )
}

/** Bodies that are no JSON, or do not say what they are. */
const garbage = fc.constantFrom<Body>(
  { headers: JSON_TYPE, body: '{"a":' },
  { headers: JSON_TYPE, body: '\ufeff{}' },
  { headers: JSON_TYPE, body: '['.repeat(100_000) },
  { headers: JSON_TYPE, body: Buffer.from([0xff, 0xfe, 0x00]) },
  { headers: { 'Content-Type': 'application/json; charset=utf-7' }, body: '{}' },
  { headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' }, body: 'no gzip' },
  { headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'x-none' }, body: '{}' },
  { headers: { 'Content-Type': 'text/plain' }, body: '{}' },
  { headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: 'a=1&__proto__[x]=1' },
  { headers: { 'Content-Type': 'multipart/form-data' }, body: 'x' },
  {
    headers: { 'Content-Type': 'multipart/form-data; boundary=x' },
    body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf',
  },
  { headers: { 'Content-Type': '' }, body: '{}' },
)

const FILES: Buffer<ArrayBuffer>[] = [
  PDF,
  Buffer.from('x'),
  Buffer.alloc(0),
  Buffer.from('PK\x03\x04no zip', 'latin1'),
  Buffer.from('姓名,单位\r\n"', 'utf8'),
]
const NAMES = ['a.pdf', 'a.xlsx', 'a.csv', '..\\..\\x.zip', 'x'.repeat(3000), '\u0001.pdf', '文件.pdf']

function uploadOf(schema: RequestSchema, known: Known): Arbitrary<Body> {
  const { file: _, ...fields } = schema.properties ?? {}
  const named = fc.record({ ...Object.fromEntries(Object.entries(fields).map(([name, one]) => [name, valid(one, known, name)])) })
  const form = fc
    .tuple(fc.constantFrom(...FILES), fc.constantFrom(...NAMES), fc.constantFrom('file', 'file', 'file', '__proto__', 'other'), named)
    .map(([bytes, name, field, values]) => multipart(field, name, bytes, values))
  return fc.oneof({ weight: 6, arbitrary: form }, { weight: 1, arbitrary: garbage })
}

function multipart(field: string, name: string, bytes: Buffer, values: Record<string, unknown>): Body {
  const part = (disposition: string, content: Buffer) =>
    Buffer.concat([Buffer.from(`--fuzz\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n`), content, Buffer.from('\r\n')])
  const parts = Object.entries(values).map(([key, value]) => part(`name="${key}"`, Buffer.from(String(value))))
  return {
    headers: { 'Content-Type': 'multipart/form-data; boundary=fuzz' },
    body: Buffer.concat([...parts, part(`name="${field}"; filename="${name}"`, bytes), Buffer.from('--fuzz--\r\n')]),
  }
}

/** The key as asked for, always another one, the same again, or none. */
function keyOf(parameters: DescribedOperation['parameters']): Arbitrary<Record<string, string>> {
  if (!parameters?.some(({ name }) => name === 'Idempotency-Key')) return fc.constant({})
  return fc.oneof(
    { weight: 6, arbitrary: fc.uuid().map((key) => ({ 'Idempotency-Key': key })) },
    { weight: 1, arbitrary: fc.constantFrom<Record<string, string>>(KEY, {}, { 'Idempotency-Key': 'x'.repeat(5000) }) },
  )
}
