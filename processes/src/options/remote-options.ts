import type { OptionItem, OptionsRequest } from '@lianban/forms'
import { z } from 'zod'
import { OptionsError } from './options-error.ts'

/** A data service that the installation names; a form knows its name only. */
const RemoteService = z.strictObject({
  /** What forms call it. */
  name: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'small letters, digits and hyphens'),
  /** What people call it. */
  title: z.string().min(1).max(50),
  /** It answers a GET with JSON. */
  url: z.url({ protocol: /^https?$/ }),
  /** Names of the query parameters: what is looked for, and the values that are asked for, separated by commas. */
  parameters: z.strictObject({ search: z.string().min(1), values: z.string().min(1), parent: z.string().min(1).optional() }),
  /** Where the list stands in the answer, by keys: `data.items`; left out: the answer is the list. */
  items: z.string().optional(),
  /** Keys of an item. */
  value: z.string().min(1).default('value'),
  label: z.string().min(1).default('label'),
  /** Sent with each request, such as a key of the service. */
  headers: z.record(z.string(), z.string()).default({}),
})
export const RemoteServices = z
  .array(RemoteService)
  .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, 'a name stands twice')
export type RemoteService = z.infer<typeof RemoteService>

export interface RemoteOptions {
  /** What there is to choose from. */
  services: { name: string; title: string }[]
  /** @throws OptionsError OPTIONS_UNREACHABLE */
  list(name: string, request: OptionsRequest): Promise<OptionItem[]>
  /** @throws OptionsError OPTIONS_UNREACHABLE */
  find(name: string, values: readonly string[]): Promise<OptionItem[]>
}

const TIMEOUT_MS = 5_000
const MAX_ANSWER_BYTES = 1024 * 1024
/** Values asked for at once: an address has its limits. */
const MAX_VALUES = 50
const KEPT_MS = 60_000
const MAX_KEPT = 500

/** Options of data services, each answer kept for a minute. @param clock epoch milliseconds */
export function remoteOptions(services: readonly RemoteService[], clock: () => number): RemoteOptions {
  const byName = new Map(services.map((service) => [service.name, service]))
  const kept = new Map<string, { until: number; items: Promise<OptionItem[]> }>()
  const ask = (name: string, given: Record<string, string>): Promise<OptionItem[]> => {
    const service = byName.get(name)
    if (!service) return Promise.resolve([])
    const key = JSON.stringify([name, given])
    const known = kept.get(key)
    if (known && known.until > clock()) return known.items
    const items = fetched(service, given)
    kept.set(key, { until: clock() + KEPT_MS, items })
    // What failed is asked again the next time.
    items.catch(() => kept.delete(key))
    const [oldest] = kept.keys()
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
    return items
  }
  return {
    services: services.map(({ name, title }) => ({ name, title })),
    async list(name, { search = '', parent, limit }) {
      const parameters = byName.get(name)?.parameters
      if (!parameters) return []
      if (parent && !parameters.parent) return []
      const given = { [parameters.search]: search, ...(parent && parameters.parent && { [parameters.parent]: parent }) }
      return (await ask(name, given)).slice(0, limit)
    },
    async find(name, values) {
      const parameters = byName.get(name)?.parameters
      if (!parameters) return []
      const parts = Array.from({ length: Math.ceil(values.length / MAX_VALUES) }, (_, at) =>
        values.slice(at * MAX_VALUES, (at + 1) * MAX_VALUES),
      )
      const found = await Promise.all(parts.map((part) => ask(name, { [parameters.values]: part.join(',') })))
      return found.flat().filter(({ value }) => values.includes(value))
    },
  }
}

async function fetched(service: RemoteService, given: Record<string, string>): Promise<OptionItem[]> {
  const url = new URL(service.url)
  for (const [name, value] of Object.entries(given)) if (value !== '') url.searchParams.set(name, value)
  // Why is for the server's log, not for those who fill in the form.
  const unreachable = (cause: unknown) =>
    new OptionsError('OPTIONS_UNREACHABLE', `“${service.title}”暂时无法连接,已填写的内容不受影响,请稍后重试`, undefined, { cause })
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', ...service.headers },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`${service.name} answered ${response.status}`)
    const text = await limitedText(response)
    if (text === null) throw new Error(`${service.name} answered more than ${MAX_ANSWER_BYTES} bytes`)
    return itemsIn(service, JSON.parse(text))
  } catch (error) {
    throw unreachable(error)
  }
}

/** The answer's text; null: more than is taken. */
async function limitedText(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += (chunk as Uint8Array).length
    if (size > MAX_ANSWER_BYTES) return null
    chunks.push(chunk as Uint8Array)
  }
  return Buffer.concat(chunks).toString('utf8')
}

const Scalar = z.union([z.string(), z.number()]).transform(String)

/** @throws Error where the answer is not what the configuration says */
function itemsIn({ items, value, label }: RemoteService, answer: unknown): OptionItem[] {
  let at = answer
  for (const key of items?.split('.') ?? []) at = z.record(z.string(), z.unknown()).parse(at)[key]
  const Item = z.object({ [value]: Scalar.pipe(z.string().min(1).max(64)), [label]: Scalar })
  return z
    .array(Item)
    .parse(at)
    .map((item) => ({ value: item[value]!, label: item[label]!, leaf: true }))
}
