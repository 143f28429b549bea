import { ARCHIVE_CASE_TOPIC, PUBLISH_DECISION_TOPIC, RENDER_DOCUMENT_TOPIC } from '@lianban/processes/workers'

/** What a token may be given on /engine-rest beside its topics, and how people read it. */
export const API_RIGHTS = {
  'process-definition:read': '查看流程定义',
  'process-definition:start': '启动流程',
  'process-instance:read': '查看流程实例及其变量(含办件数据)',
  'task:read': '查看人工任务及其表单数据',
  'external-task:read': '查看全部外部任务',
  'incident:read': '查看异常',
  'history:read': '查看历史(含办件数据)',
  'message:correlate': '送达消息',
  'signal:throw': '发出信号',
  'deployment:create': '部署模型',
  'hotline:exchange': '12345 工单交换(/api/hotline,不含流程引擎接口)',
  full: '全部接口(不受办件权限限制,慎用)',
} as const

export type ApiRight = keyof typeof API_RIGHTS

/** Topics of the workers that come with the installation: what its own token opens, and nothing else. */
export const OWN_TOPICS: readonly string[] = [RENDER_DOCUMENT_TOPIC, PUBLISH_DECISION_TOPIC, ARCHIVE_CASE_TOPIC]

/** What a request needs: a right, or that its topics (of the body, or of the task it is about) are the token's. */
export type Need = { right: ApiRight } | { topicsOf: 'body' } | { topicsOf: 'task'; taskId: string }

const ID = '[^/]+'
const HISTORY_QUERIES = 'process-instance|activity-instance|task|variable-instance|incident|decision-instance|external-task-log|job-log'

/** Method and path under /engine-rest. What stands in no line needs the right to everything. */
const TABLE: readonly (readonly [method: string, path: RegExp, need: ApiRight | 'body' | 'task'])[] = [
  ['POST', /^\/external-task\/fetchAndLock$/, 'body'],
  ['POST', new RegExp(`^/external-task/(${ID})/(?:complete|failure|bpmnError|lock|extendLock|unlock)$`), 'task'],
  ['GET', /^\/external-task(\/.*)?$/, 'external-task:read'],
  ['POST', /^\/external-task(\/count)?$/, 'external-task:read'],
  ['GET', /^\/process-definition(\/.*)?$/, 'process-definition:read'],
  ['POST', new RegExp(`^/process-definition/(${ID}|key/${ID}|key/${ID}/tenant-id/${ID})/start$`), 'process-definition:start'],
  ['GET', /^\/(process-instance|execution|variable-instance)(\/.*)?$/, 'process-instance:read'],
  ['POST', /^\/(process-instance|execution|variable-instance)(\/count)?$/, 'process-instance:read'],
  ['GET', /^\/task(\/.*)?$/, 'task:read'],
  ['POST', /^\/task(\/count)?$/, 'task:read'],
  ['GET', /^\/incident(\/.*)?$/, 'incident:read'],
  ['GET', /^\/history(\/.*)?$/, 'history:read'],
  ['POST', new RegExp(`^/history/(${HISTORY_QUERIES})(/count)?$`), 'history:read'],
  ['POST', /^\/message$/, 'message:correlate'],
  ['POST', /^\/signal$/, 'signal:throw'],
  ['POST', /^\/deployment\/create$/, 'deployment:create'],
]

/** @param path without `/engine-rest`; nothing that is written otherwise than in the table is taken for it */
export function needOf(method: string, path: string): Need {
  for (const [verb, pattern, need] of TABLE) {
    const found = verb === method ? pattern.exec(path) : null
    if (!found) continue
    if (need === 'body') return { topicsOf: 'body' }
    if (need === 'task') return { topicsOf: 'task', taskId: found[1]! }
    return { right: need }
  }
  return { right: 'full' }
}
