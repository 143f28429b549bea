import { lookup as resolveName } from 'node:dns'
import { request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import type { Reach } from './reach.ts'

export interface Post {
  url: string
  body: string
  headers: Readonly<Record<string, string>>
  /** Which addresses the name may mean. */
  mayReach: Reach
  /** @default ANSWER_WITHIN_MS */
  withinMs?: number
}

/** Time for the whole call. Milliseconds. */
const ANSWER_WITHIN_MS = 15_000

/**
 * A POST of JSON to another house. No redirect is followed, nothing of the answer is read but its status, and the address is
 * judged where the connection is made: a name cannot mean another one by then.
 * @returns the status
 * @throws Error with a message for people: it may not be called, cannot be reached, did not answer in time
 */
export async function postJson({ url, body, headers, mayReach, withinMs = ANSWER_WITHIN_MS }: Post): Promise<number> {
  const { origin, hostname, protocol } = new URL(url)
  const isSecure = protocol === 'https:'
  const host = hostname.replace(/^\[|\]$/g, '')
  // A host that is an address is not looked up by node.
  if (isIP(host) !== 0 && !mayReach(host, isSecure)) throw refused(host)
  return new Promise<number>((resolve, reject) => {
    const send = isSecure ? secureRequest : plainRequest
    const call = send(
      url,
      {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(withinMs),
        lookup: lookupWithin(mayReach, isSecure),
        headers: { ...headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        resolve(answer.statusCode ?? 0)
        answer.destroy()
      },
    )
    call.once('error', (error: Error) =>
      reject(error instanceof RefusedAddress ? error : new Error(`无法连接 ${origin}:${reasonOf(error)}`)),
    )
    call.end(body)
  })
}

/** The address is none that may be called. */
class RefusedAddress extends Error {}

const refused = (address: string): RefusedAddress =>
  new RefusedAddress(`地址 ${address} 不在允许访问的范围内。须使用 https 和公网地址;内网地址由系统管理员在配置项 HOOK_NETWORKS 中放行`)

const lookupWithin =
  (mayReach: Reach, isSecure: boolean): LookupFunction =>
  (hostname, options, callback) =>
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      const bad = addresses?.find(({ address }) => !mayReach(address, isSecure))
      if (error || bad) callback(error ?? refused(bad!.address), '', 0)
      else if (options.all) callback(null, addresses)
      else callback(null, addresses[0]!.address, addresses[0]!.family)
    })

const reasonOf = (error: Error): string =>
  error.name === 'AbortError' || error.name === 'TimeoutError' ? '未在规定时间内答复' : error.message
