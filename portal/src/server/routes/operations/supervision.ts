import { Appeal, CardLiability, CardList, CardProposal, CardReview, Reply, Verification, Withdrawal } from '../cards.ts'
import { ConsistencyQuery, DeliveryList, LogQuery } from '../log.ts'
import { RuleAdoption, RuleProposal, RuleRejection, RuleTrial } from '../rules.ts'
import { Page } from '../shapes.ts'
import { FigureCaseList, OverviewQuery, StatisticsExport, StatisticsList } from '../statistics.ts'
import { LampList } from '../supervision.ts'
import { SystemLogExport } from '../system-log.ts'
import { XLSX } from '../../middlewares/send-file.ts'
import type { Operation } from './operation.ts'

/** Electronic supervision: lamps, log, cards, rules, indicators. */
export const SUPERVISION_OPERATIONS: Record<string, Operation> = {
  'GET /api/supervision/overview': { right: 'supervision:read', summary: '监察概览 Cases by lamp, and the log head' },
  'GET /api/supervision/cases': { right: 'supervision:read', summary: '监察办件 Cases by lamp', query: LampList },
  'GET /api/supervision/cases/{id}/log': { right: 'supervision:read', summary: '办件日志 The log of one case', query: Page },
  'POST /api/supervision/verification': { right: 'supervision:verify', summary: '校验日志 Verify the whole log' },
  'GET /api/supervision/checkpoints': { right: 'supervision:verify', summary: '检查点 Signed checkpoints', query: Page },
  'GET /api/incidents': { right: 'incident:list', summary: '异常任务 Incidents', query: Page },
  'POST /api/incidents/{id}/retry': { right: 'incident:retry', summary: '重试 Try again' },
  'GET /api/supervision/entries': { right: 'supervision:read', summary: '日志检索 Search the log', query: LogQuery },
  'GET /api/supervision/entries/{id}': { right: 'supervision:read', summary: '日志条目 One entry' },
  'GET /api/supervision/entries/{id}/proof': { right: 'supervision:read', summary: '存在证明 Inclusion proof under the latest checkpoint' },
  'GET /api/supervision/consistency': {
    right: 'supervision:verify',
    summary: '延续证明 That one checkpoint goes on from another',
    query: ConsistencyQuery,
  },
  'GET /api/supervision/public-key': { right: 'supervision:verify', summary: '公钥 Public key of the log' },
  'GET /api/supervision/deliveries': {
    right: 'supervision:verify',
    summary: '检查点发布记录 Deliveries of checkpoints',
    query: DeliveryList,
  },
  'POST /api/supervision/deliveries/{id}/resend': { right: 'supervision:verify', summary: '重新发送 Send a dead delivery again' },
  'POST /api/supervision/verification/report': {
    right: 'supervision:verify',
    summary: '核验报告(PDF) Verify and print the report',
    media: ['application/pdf'],
  },
  'GET /api/system-log': { right: 'system-log:read', summary: '系统审计日志 The system audit log', query: LogQuery },
  'GET /api/system-log/export': {
    right: 'system-log:export',
    summary: '导出系统审计日志(CSV) Export the system audit log',
    query: SystemLogExport,
    media: ['text/csv'],
  },
  'GET /api/cards': { right: 'card:list', summary: '监察牌 Supervision cards', query: CardList },
  'POST /api/cards': { right: 'card:issue', summary: '提出发牌 Propose a card, checked by a second person', body: CardProposal },
  'GET /api/cards/counts': { right: 'card:list', summary: '监察牌计数 Cards by state and colour' },
  'GET /api/cards/organs': { right: 'card:issue', summary: '可发牌单位 Organs that a card may be proposed for' },
  'GET /api/cards/{id}': { right: 'card:read', summary: '监察牌详情 One card with its time line' },
  'POST /api/cards/{id}/verification': {
    right: 'card:review',
    summary: '核对 The second person checks a proposed card',
    body: Verification,
  },
  'POST /api/cards/{id}/signature': { right: 'card:sign', summary: '签收 Sign for a card' },
  'POST /api/cards/{id}/reply': { right: 'card:reply', summary: '说明或整改 Reply with evidence', body: Reply },
  'POST /api/cards/{id}/appeal': { right: 'card:appeal', summary: '申诉 Appeal within three workdays', body: Appeal },
  'POST /api/cards/{id}/review': { right: 'card:review', summary: '审核 Uphold, cancel, return or pass up', body: CardReview },
  'POST /api/cards/{id}/liability': { right: 'card:withdraw', summary: '责任认定 Who answers for it', body: CardLiability },
  'POST /api/cards/{id}/withdrawal': { right: 'card:withdraw', summary: '撤销 Withdraw with a reason', body: Withdrawal },
  'GET /api/cards/{id}/files/{fileId}': { right: 'card:read', summary: '佐证材料 A file given as evidence' },
  'GET /api/rules': { right: 'rule:list', summary: '监察规则 Rules in force and open proposals' },
  'GET /api/rules/{id}/versions': { right: 'rule:list', summary: '规则历史 Every version of a rule' },
  'POST /api/rules/proposals': { right: 'rule:propose', summary: '提出修改 Propose a change', body: RuleProposal },
  'POST /api/rules/trial': { right: 'rule:list', summary: '试算 What a rule would have done in 30 days', body: RuleTrial },
  'POST /api/rules/{id}/versions/{version}/adoption': {
    right: 'rule:propose',
    summary: '采用新版本 Propose what a release offers',
    body: RuleAdoption,
  },
  'POST /api/rules/{id}/versions/{version}/confirmation': { right: 'rule:confirm', summary: '确认修改 The second person confirms' },
  'POST /api/rules/{id}/versions/{version}/rejection': {
    right: 'rule:confirm',
    summary: '退回修改 The second person sends back',
    body: RuleRejection,
  },
  'GET /api/statistics': { right: 'statistics:read', summary: '监察统计 Indicators', query: StatisticsList },
  'GET /api/statistics/board': { right: 'statistics:read', summary: '监察看板 Cards by day and organ' },
  'GET /api/statistics/overview': { right: 'statistics:read', summary: '总览 County, organ or matter at a glance', query: OverviewQuery },
  'GET /api/statistics/cases': { right: 'statistics:read', summary: '数字背后的办件 Cases behind a number', query: FigureCaseList },
  'GET /api/statistics/export': {
    right: 'statistics:export',
    summary: '导出统计 Indicators as a file',
    query: StatisticsExport,
    media: [XLSX, 'text/csv'],
  },
}
