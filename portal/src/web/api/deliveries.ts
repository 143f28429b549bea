import type { WebHookEvent } from '@lianban/processes/labels'
import { query, request } from './client.ts'
import type { Page } from './page.ts'

/* How notices come, and what leaves the house by mail and web hook. Instants are epoch milliseconds. */

export interface NoticeChoice {
  kind: string
  name: string
  urgent: boolean
  app: boolean
  mail: boolean
}

export interface NoticeSettings {
  mailOffered: boolean
  address: string | null
  newAddress: string | null
  choices: NoticeChoice[]
}

export type DeliveryChannel = 'mail' | 'web-hook'
export type DeliveryState = 'waiting' | 'sent' | 'dead' | 'dropped'

export interface Delivery {
  id: string
  channel: DeliveryChannel
  target: string
  topic: string
  title: string
  state: DeliveryState
  attempts: number
  createdAt: number
  nextAt: number | null
  sentAt: number | null
  status: number | null
  error: string | null
}

export type DeliveryPage = Page<Delivery> & { counts: { channel: DeliveryChannel; state: DeliveryState; count: number }[] }

export interface WebHook {
  id: string
  name: string
  url: string
  events: WebHookEvent[]
  createdAt: number
  oldSecretUntil: number | null
  disabledAt: number | null
}

export type WebHookGiven = Pick<WebHook, 'name' | 'url' | 'events'>

const id = encodeURIComponent

export const deliveryPaths = {
  noticeSettings: '/api/account/notices',
  deliveries: (filter: { channel?: string; target?: string; state?: string }) => `/api/deliveries${query(filter)}`,
  webHooks: '/api/web-hooks',
  webHook: (hookId: string) => `/api/web-hooks/${id(hookId)}`,
}

const send = <T = void>(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: unknown) => request<T>(path, { method, body })

export const deliveryApi = {
  chooseNotices: (choices: readonly Pick<NoticeChoice, 'kind' | 'app' | 'mail'>[]) =>
    send('PUT', deliveryPaths.noticeSettings, { choices: choices.map(({ kind, app, mail }) => ({ kind, app, mail })) }),
  proposeMail: (address: string) => send('POST', '/api/account/mail', { address }),
  confirmMail: (code: string) => send('POST', '/api/account/mail/confirmation', { code }),
  removeMail: () => send('DELETE', '/api/account/mail'),
  resend: (deliveryId: string) => send('POST', `/api/deliveries/${id(deliveryId)}/resend`),
  resendDead: (channel?: DeliveryChannel) => send<{ count: number }>('POST', '/api/deliveries/resend', { channel }),
  createHook: (given: WebHookGiven) => send<{ id: string; secret: string }>('POST', deliveryPaths.webHooks, given),
  changeHook: (hookId: string, given: WebHookGiven) => send('PUT', deliveryPaths.webHook(hookId), given),
  enableHook: (hookId: string, enabled: boolean) => send('PUT', `${deliveryPaths.webHook(hookId)}/state`, { enabled }),
  replaceSecret: (hookId: string) => send<{ secret: string; oldSecretUntil: number }>('POST', `${deliveryPaths.webHook(hookId)}/secret`),
  ping: (hookId: string) => send<Delivery>('POST', `${deliveryPaths.webHook(hookId)}/ping`),
}
