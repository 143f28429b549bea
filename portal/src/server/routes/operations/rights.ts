import { DelegationProposal } from '../delegations.ts'
import { EmergencyList, EmergencyOpening, EmergencyReview } from '../emergency-access.ts'
import { ChangeList, HistoryList, Proposal, Rejection, WhoQuery } from '../policies.ts'
import type { Operation } from './operation.ts'

/** Rules of authorization, delegations, emergency access. */
export const RIGHTS_OPERATIONS: Record<string, Operation> = {
  'GET /api/policies': { right: 'policy:list', summary: '权限规则 Rules and their version' },
  'GET /api/policies/vocabulary': { right: 'policy:list', summary: '权限用语 Types, actions, scopes, conditions, roles' },
  'GET /api/policies/changes': { right: 'policy:list', summary: '规则修改 Proposals', query: ChangeList },
  'POST /api/policies/changes': { right: 'policy:propose', summary: '提出规则修改 Propose a change', body: Proposal },
  'POST /api/policies/changes/{id}/confirm': { right: 'policy:confirm', summary: '确认修改 Confirm, by a second person' },
  'POST /api/policies/changes/{id}/reject': { right: 'policy:confirm', summary: '否决修改 Reject', body: Rejection },
  'POST /api/policies/changes/{id}/withdraw': { right: 'policy:propose', summary: '撤回修改 Withdraw' },
  'GET /api/policies/history': { right: 'policy:list', summary: '规则沿革 What each version changed', query: HistoryList },
  'GET /api/policies/versions/{version}': { right: 'policy:list', summary: '历史版本 The rules of a version' },
  'GET /api/permissions/who': { right: 'policy:list', summary: '谁能做 Who can do it, and why', query: WhoQuery },
  'GET /api/permissions/people/{id}': { right: 'policy:list', summary: '能做什么 What a person can do, and why' },
  'GET /api/delegations': { right: 'delegation:list', summary: '委托代理 Given and received' },
  'GET /api/delegations/candidates': { right: 'delegation:create', summary: '可委托的人员 Whom one can entrust' },
  'GET /api/delegations/matters': { right: 'delegation:create', summary: '可委托的事项和环节 What a delegation may be narrowed to' },
  'POST /api/delegations': { right: 'delegation:create', summary: '提出委托 Entrust somebody', body: DelegationProposal },
  'POST /api/delegations/{id}/accept': { right: 'delegation:accept', summary: '接受委托 Accept' },
  'POST /api/delegations/{id}/end': { right: 'delegation:revoke', summary: '婉拒或撤销 Decline or revoke' },
  'POST /api/emergency-access': { right: 'emergency-access:open', summary: '启用应急访问 Open emergency access', body: EmergencyOpening },
  'GET /api/emergency-access/own': { right: 'emergency-access:open', summary: '本人的应急访问 One’s own' },
  'GET /api/emergency-access': { right: 'emergency-access:list', summary: '应急访问复核 To be reviewed', query: EmergencyList },
  'POST /api/emergency-access/{id}/review': { right: 'emergency-access:review', summary: '复核 Judge one', body: EmergencyReview },
}
