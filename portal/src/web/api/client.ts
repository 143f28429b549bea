import { errorOf, unreachable } from './api-error.ts'

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  idempotencyKey?: string
  signal?: AbortSignal
  /** Goes on when the page is left; up to 64 KB. */
  keepalive?: boolean
}

/** The CSRF token of the session; kept in memory only. */
let csrfToken = ''
let onSessionEnded: (message: string) => void = () => {}

export const setCsrfToken = (token: string): void => {
  csrfToken = token
}

/** Called whenever the server says that there is no session (any more), with its words for why. */
export const onUnauthorized = (listener: (message: string) => void): void => {
  onSessionEnded = listener
}

/**
 * One call of the portal's HTTP API.
 * @returns the parsed answer, undefined for 204   @throws ApiError with words for the person
 */
export async function request<T>(
  path: string,
  { method = 'GET', body, idempotencyKey, signal, keepalive }: RequestOptions = {},
): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  const isFile = body instanceof FormData || body instanceof Blob
  if (body !== undefined && !isFile) headers['Content-Type'] = 'application/json'
  if (method !== 'GET') headers['X-CSRF-Token'] = csrfToken
  if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey
  const payload = body === undefined ? undefined : isFile ? body : JSON.stringify(body)
  const response = await fetch(path, { method, headers, body: payload, signal, keepalive, credentials: 'same-origin' }).catch(
    (cause: unknown) => {
      if (signal?.aborted) throw cause
      throw unreachable()
    },
  )
  const parsed: unknown = response.status === 204 ? undefined : await response.json().catch(() => null)
  if (response.ok) return parsed as T
  const error = errorOf(response.status, parsed)
  if (error.code === 'NOT_LOGGED_IN') onSessionEnded(error.message)
  throw error
}

/** A file that the server makes, handed to the browser to be kept. @throws ApiError */
export async function download(path: string, { method = 'GET' }: Pick<RequestOptions, 'method'> = {}): Promise<void> {
  const headers = method === 'GET' ? undefined : { 'X-CSRF-Token': csrfToken }
  const response = await fetch(path, { method, headers, credentials: 'same-origin' }).catch(() => {
    throw unreachable()
  })
  if (!response.ok) throw errorOf(response.status, await response.json().catch(() => null))
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '')?.[1]
  const url = URL.createObjectURL(await response.blob())
  Object.assign(document.createElement('a'), { href: url, download: decodeURIComponent(name ?? 'download') }).click()
  URL.revokeObjectURL(url)
}

/** A query string of the entries that have a value, with its question mark. */
export function query(entries: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(entries)) if (value != null && value !== '') search.set(key, String(value))
  const text = search.toString()
  return text ? `?${text}` : ''
}
