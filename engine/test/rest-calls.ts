import { expect } from 'vitest'
import type { RestServer } from './rest-server.ts'

export interface Reply<T = Record<string, unknown>> {
  status: number
  body: T
}
type Variables = Record<string, unknown>

/** What a Camunda client does, in few words. */
export const restCalls = (server: () => RestServer) => {
  async function call<T = Record<string, unknown>>(method: string, path: string, body?: object): Promise<Reply<T>> {
    const response = await fetch(`${server().baseUrl}${path}`, {
      method,
      headers: body ? { 'Content-Type': 'application/json' } : {},
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    if (text !== '') expect(response.headers.get('content-type')).toBe('application/json')
    return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as T }
  }
  const get = async <T = Record<string, unknown>[]>(path: string): Promise<T> => {
    const { status, body } = await call<T>('GET', path)
    expect([path, status, status === 200 ? null : body]).toEqual([path, 200, null])
    return body
  }
  /** The values of one field of a list. */
  const pick = async (field: string, path: string): Promise<unknown[]> => (await get(path)).map((row) => row[field])
  const start = async (key: string, businessKey: string | null = null, variables: Variables = {}): Promise<string> => {
    const typed = Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, { value }]))
    const { status, body } = await call<{ id: string }>('POST', `/process-definition/key/${key}/start`, { businessKey, variables: typed })
    expect([status, status === 200 ? null : body]).toEqual([200, null])
    return body.id
  }
  const done = async (method: string, path: string, body?: object): Promise<void> => {
    const reply = await call(method, path, body)
    expect([`${method} ${path}`, reply.status, reply.body]).toEqual([`${method} ${path}`, 204, null])
  }
  const count = async (path: string): Promise<number> => (await get<{ count: number }>(path)).count
  const completeTasks = async (instanceId: string): Promise<void> => {
    for (const id of await pick('id', `/task?processInstanceId=${instanceId}`)) await done('POST', `/task/${String(id)}/complete`, {})
  }
  return { call, get, pick, start, done, count, completeTasks }
}
