import { query, request } from './client.ts'

/* Consultation and complaint 咨询投诉. Instants are epoch milliseconds. */

export type ConsultationKind = 'consultation' | 'complaint'

export interface Consultation {
  id: string
  kind: ConsultationKind
  organName: string
  matterName: string | null
  caseNo: string | null
  text: string
  askedAt: number
  dueAt: number
  answer: string | null
  answeredAt: number | null
  /** 5 to 1. */
  grade: number | null
  gradeText: string | null
}

export interface ConsultationItem extends Consultation {
  askerName: string
  askerPhone: string | null
  answeredByName: string | null
  left: string | null
  late: boolean
  canAnswer: boolean
}

export interface Question {
  kind: ConsultationKind
  organId?: string
  matterKey?: string
  caseId?: string
  text: string
  phone?: string
}

export interface GivenGrade {
  grade: number
  text?: string
}

const id = encodeURIComponent

export const consultationPaths = {
  mine: '/api/consultations/mine',
  list: (filter: { state: string; kind?: string }) => `/api/consultations${query({ ...filter })}`,
}

export const consultationApi = {
  ask: (question: Question) => request<{ id: string; dueAt: number }>('/api/consultations', { method: 'POST', body: question }),
  answer: (of: string, text: string) => request<void>(`/api/consultations/${id(of)}/answer`, { method: 'POST', body: { text } }),
  grade: (of: string, given: GivenGrade) => request<void>(`/api/consultations/${id(of)}/grade`, { method: 'POST', body: given }),
  askPublicly: (question: Question & { name: string; phone: string }) =>
    request<{ code: string; dueAt: number }>('/api/public-consultations', { method: 'POST', body: question }),
  byCode: (code: string) => request<Consultation>('/api/public-consultations/answer', { method: 'POST', body: { code } }),
  gradeByCode: (code: string, given: GivenGrade) =>
    request<void>('/api/public-consultations/grade', { method: 'POST', body: { code, ...given } }),
}

export const KIND_TEXTS: Record<ConsultationKind, string> = { consultation: '咨询', complaint: '投诉' }
/** In words; the server counts the days. */
export const LIMIT_TEXTS: Record<ConsultationKind, string> = { consultation: '2 个工作日', complaint: '5 个工作日' }
