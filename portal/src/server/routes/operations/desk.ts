import { ColleagueQuery, Question, QuestionList, QuestionText, TaskPreview, Urging } from '../case-desk.ts'
import { Circulation, CirculationEnd, ReaderList, ReadingList, ReadingReply } from '../circulations.ts'
import { InboxList } from '../inbox.ts'
import { Batch, BatchQuestion, Completion, People } from '../tasks.ts'
import type { Operation } from './operation.ts'

/** Tasks, the inbox, and what moves no token: circulating, asking, urging, previews. */
export const DESK_OPERATIONS: Record<string, Operation> = {
  'POST /api/tasks/batch': {
    right: 'own',
    summary: '批量办理 One action on several tasks, each with its own result',
    body: Batch,
  },
  'POST /api/tasks/batch/offer': {
    right: 'own',
    summary: '可否批量办理 Which tasks may be done together, and why not; nothing is done',
    body: BatchQuestion,
  },
  'GET /api/tasks/{id}': { right: 'task:read', summary: '任务 One step, its form and its actions' },
  'POST /api/tasks/{id}/claim': { right: 'task:claim', summary: '签收 Claim' },
  'POST /api/tasks/{id}/release': { right: 'task:release', summary: '退签 Release' },
  'POST /api/tasks/{id}/complete': {
    right: 'task:complete',
    summary: '办理 Complete by one of the actions of this step',
    body: Completion,
    idempotent: true,
  },
  'GET /api/tasks/{id}/people': { right: 'task:read', summary: '可选人员 Holders of a post for this step', query: People },
  'GET /api/cases/{id}/circulations': { right: 'case:read', summary: '传阅情况 Circulations of a case' },
  'POST /api/cases/{id}/circulations': {
    right: 'case:circulate',
    summary: '传阅 Send a case round',
    body: Circulation,
    idempotent: true,
  },
  'POST /api/cases/{id}/opening': { right: 'case:read', summary: '已阅 The reader has opened it' },
  'GET /api/circulations': { right: 'own', summary: '传阅给我的 What is circulated to me', query: ReadingList },
  'GET /api/circulations/{id}/readers': { right: 'case:read', summary: '阅看人员 Readers and what they did', query: ReaderList },
  'POST /api/circulations/{id}/chase': { right: 'case:circulate', summary: '催阅 Ask who has not read it again' },
  'POST /api/circulations/{id}/cancellation': {
    right: 'case:circulate',
    summary: '取消传阅 End a circulation, for all or for some',
    body: CirculationEnd,
  },
  'POST /api/circulations/{id}/reply': { right: 'own', summary: '传阅意见 Reply to what is circulated to me', body: ReadingReply },
  'GET /api/cases/{id}/desk': { right: 'case:read', summary: '可用操作 What may be done besides the steps' },
  'GET /api/cases/{id}/colleagues': { right: 'case:read', summary: '查找人员 Whom to ask or tell', query: ColleagueQuery },
  'GET /api/cases/{id}/preview': { right: 'case:read', summary: '流程预览 Done, running and to come' },
  'POST /api/cases/{id}/urge': { right: 'case:urge', summary: '催办 Urge who has it in hand', body: Urging },
  'GET /api/cases/{id}/questions': { right: 'case:read', summary: '沟通记录 Questions of a case' },
  'POST /api/tasks/{id}/questions': { right: 'task:ask', summary: '沟通 Ask somebody', body: Question, idempotent: true },
  'POST /api/tasks/{id}/preview': {
    right: 'task:read',
    summary: '办理前预览 The path if an action were taken; nothing is done',
    body: TaskPreview,
  },
  'GET /api/questions': { right: 'own', summary: '待答复 Questions put to me, and mine', query: QuestionList },
  'POST /api/questions/{id}/answer': { right: 'own', summary: '答复 Answer', body: QuestionText },
  'POST /api/questions/{id}/follow-up': { right: 'own', summary: '继续沟通 One more round', body: QuestionText },
  'POST /api/questions/{id}/withdrawal': { right: 'own', summary: '撤回提问 Withdraw an open question' },
  'GET /api/inbox': { right: 'own', summary: '待办 / 已办 Inbox', query: InboxList },
  'GET /api/inbox/stream': { right: 'own', summary: '待办数变化 Live counts: events inbox, notices, desk', media: ['text/event-stream'] },
}
