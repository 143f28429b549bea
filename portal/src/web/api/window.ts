import { query, request } from './client.ts'
import type { MatterMaterial, MatterSummary, Prefill, ReusablePaper } from './matters.ts'
import type { Submission } from './api.ts'

/* The window of a service hall: queue, applicants, assisted intake, receipts. Instants are epoch milliseconds. */

export interface ReaderSettings {
  format: 'number' | 'fields'
  separator: '|' | '\t' | ','
  fields: { name: number | null; number: number }
}

export interface Ticket {
  id: string
  label: string
  className: string
  priority: string
  priorityText: string | null
  takenAt: number
  calledAt: number | null
  calls: number
  window: number | null
  forWindow: number | null
}

export interface QueueClass {
  letter: string
  name: string
  waiting: number
  windows: number[]
  estimateMinutes: number | null
}

export interface WindowDesk {
  halls: { id: string; name: string; windows: number; classes: { letter: string; name: string }[] }[]
  window: { hallId: string; hallName: string; number: number; classes: string[] } | null
  reader: ReaderSettings | null
  current: Ticket | null
  waiting: Ticket[]
  passed: Ticket[]
  classes: QueueClass[]
  otherWindows: { number: number; clerkName: string; classes: string[] }[]
}

export type RegisteredKind = 'person' | 'organisation'

export interface WindowApplicant {
  id: string
  kind: RegisteredKind
  name: string
  number: string
  phone: string | null
  legalPerson: string | null
  canActivate: boolean
}

export interface Activation {
  username: string
  code: string
}

export interface NewApplicant {
  kind: RegisteredKind
  name: string
  number: string
  phone: string
  legalPerson?: string
}

export interface Proxy {
  name: string
  idNumber: string
}

export interface AssistedStart {
  applicant: WindowApplicant
  prefill: Prefill
  reusable: ReusablePaper[]
  powerOfAttorney: MatterMaterial
}

export interface WindowReceipt {
  caseId: string
  caseNo: string
  receiptNo: string | null
  queryCode: string | null
  statusUrl: string | null
  matterName: string
  organName: string
  applicantName: string
  proxy: Proxy | null
  receivedAt: number
  materials: string[]
  enteredBy: string
}

export interface Hall {
  id: string
  name: string
  organId: string
  settings: { classes: { letter: string; name: string }[]; windows: number; ordinaryPerPriority: number; reader: ReaderSettings }
  version: number
}

export interface HallDevice {
  id: string
  hallId: string
  hallName: string
  kind: 'kiosk' | 'display'
  name: string
  registeredAt: number
  revokedAt: number | null
}

export interface QueueFigure {
  window: number
  letter: string
  className: string
  served: number
  passed: number
  meanWaitMinutes: number | null
  meanServiceMinutes: number | null
  longestWaitMinutes: number | null
}

const id = encodeURIComponent
const desk = (verb: string, body?: unknown) => request<WindowDesk>(`/api/queue/desk/${verb}`, { method: 'POST', body })

export const windowApi = {
  open: (body: { hallId: string; window: number; classes: string[] }) => desk('open', body),
  close: () => desk('close'),
  next: () => desk('next'),
  again: () => desk('again'),
  pass: () => desk('pass'),
  serve: () => desk('serve'),
  transfer: (to: { letter: string } | { window: number }) => desk('transfer', to),
  comeBack: (ticketId: string) => request<WindowDesk>(`/api/queue/tickets/${id(ticketId)}/return`, { method: 'POST' }),

  find: (kind: RegisteredKind, number: string) =>
    request<{ applicant: WindowApplicant | null }>('/api/window/applicants/search', { method: 'POST', body: { kind, number } }),
  register: (body: NewApplicant) =>
    request<{ applicant: WindowApplicant; activation: Activation }>('/api/window/applicants', { method: 'POST', body }),
  activate: (applicantId: string) => request<Activation>(`/api/window/applicants/${id(applicantId)}/activation`, { method: 'POST' }),
  start: (applicantId: string, matterKey: string) =>
    request<AssistedStart>('/api/window/applications', { method: 'POST', body: { applicantId, matterKey } }),
  submit: (body: Omit<Submission, 'readers'> & { applicantId: string; proxy?: Proxy; ticketId?: string }, idempotencyKey: string) =>
    request<{ caseId: string; caseNo: string }>('/api/window/cases', { method: 'POST', body, idempotencyKey }),
  receipt: (caseId: string) => request<WindowReceipt>(windowPaths.receipt(caseId)),

  changeHall: ({ id: hallId, ...hall }: Hall) => request<Hall>(`/api/queue/halls/${id(hallId)}`, { method: 'PUT', body: hall }),
  registerDevice: (body: { hallId: string; kind: HallDevice['kind']; name: string }) =>
    request<{ id: string; token: string }>(windowPaths.devices, { method: 'POST', body }),
  revokeDevice: (deviceId: string, reason: string) =>
    request<void>(`${windowPaths.devices}/${id(deviceId)}/revocation`, { method: 'POST', body: { reason } }),
}

export const windowPaths = {
  desk: '/api/queue/desk',
  matters: '/api/window/matters',
  cases: '/api/window/cases',
  receipt: (caseId: string) => `/api/window/cases/${id(caseId)}/receipt`,
  halls: '/api/queue/halls',
  devices: '/api/queue/devices',
  figures: (hall: string, from: string, until: string) => `/api/queue/figures${query({ hall, from, until })}`,
}

export type AssistedMatter = MatterSummary

/* What a device of the hall calls, without a session. */

export interface Kiosk {
  hallName: string
  classes: QueueClass[]
}

export interface TakenTicket {
  label: string
  className: string
  priorityText: string | null
  hallName: string
  takenAt: number
  ahead: number
  estimateMinutes: number | null
  windows: number[]
}

export interface Board {
  hallName: string
  calls: { label: string; window: number; callNo: string; calledAt: number }[]
  classes: { letter: string; name: string; waiting: number }[]
}

export const deviceApi = {
  pair: (token: string) =>
    request<{ kind: 'kiosk' | 'display'; name: string }>('/api/queue-device/pairing', { method: 'POST', body: { token } }),
  take: (body: { letter: string; priority: string; phone?: string }) =>
    request<TakenTicket>('/api/queue-device/tickets', { method: 'POST', body }),
  board: () => request<Board>('/api/queue-device/board'),
}

export const devicePaths = { kiosk: '/api/queue-device/kiosk', boardStream: '/api/queue-device/board/stream' }
