import { OrganChangeBody, OrganIds, OrganList, PostKindBody, Reason } from '../organs.ts'
import { Confirmation, FormatQuery, Kind } from '../transfer.ts'
import { NewUserBody, PostEndBody, PostGrantBody, PostMainBody, UserChangeBody, UserList } from '../users.ts'
import { XLSX } from '../../middlewares/send-file.ts'
import type { Operation } from './operation.ts'

const SHEETS = [XLSX, 'text/csv']

/** Organs, posts, people, and their transfer in and out. */
export const ORGANISATION_OPERATIONS: Record<string, Operation> = {
  'GET /api/organs': { right: 'organ:list', summary: '单位(按日期) Organs as of a day', query: OrganList },
  'GET /api/organs/changes': { right: 'organ:list', summary: '单位变更 Changes of organs, done and planned' },
  'POST /api/organs/changes': {
    right: 'organ:write',
    summary: '登记单位变更 Create, rename, move, merge, split, close',
    body: OrganChangeBody,
  },
  'POST /api/organs/changes/{id}/cancel': { right: 'organ:write', summary: '取消未生效的变更 Take a planned change back', body: Reason },
  'POST /api/organs/footprint': { right: 'organ:write', summary: '变更影响 What a change would touch', body: OrganIds },
  'GET /api/post-kinds': { right: 'organ:list', summary: '岗位目录 Kinds of post' },
  'POST /api/post-kinds': { right: 'organ:write', summary: '维护岗位目录 Add or name a kind of post', body: PostKindBody },
  'GET /api/users': { right: 'user:read', summary: '用户 Staff accounts', query: UserList },
  'POST /api/users': {
    right: 'user:create',
    summary: '新建用户 New account; its first password is in this answer alone',
    body: NewUserBody,
  },
  'GET /api/users/{id}': { right: 'user:read', summary: '人员 One person with all posts' },
  'POST /api/users/{id}': { right: 'user:write', summary: '修改用户 Name, telephone, username', body: UserChangeBody },
  'POST /api/users/{id}/disable': { right: 'user:disable', summary: '停用 Posts and sessions end, tasks go back', body: Reason },
  'POST /api/users/{id}/enable': { right: 'user:disable', summary: '启用 Use the account again', body: Reason },
  'POST /api/users/{id}/posts': { right: 'user:grant', summary: '授予岗位 Grant a post', body: PostGrantBody },
  'POST /api/users/{id}/posts/end': { right: 'user:grant', summary: '终止任职 End a post', body: PostEndBody },
  'POST /api/users/{id}/posts/main': { right: 'user:grant', summary: '改定主岗 Make a post the main one', body: PostMainBody },
  'GET /api/transfer/{kind}/template': {
    right: 'user:import',
    summary: '导入模板 Empty file to fill in',
    query: FormatQuery,
    params: Kind,
    media: SHEETS,
  },
  'GET /api/transfer/{kind}/export': {
    right: 'user:export',
    summary: '导出 Everything of the kind',
    query: FormatQuery,
    params: Kind,
    media: SHEETS,
  },
  'POST /api/transfer/{kind}/preview': { right: 'user:import', summary: '试运行导入 Trial run of an import', params: Kind, upload: true },
  'POST /api/transfer/{kind}/confirm': {
    right: 'user:import',
    summary: '确认导入 Do what the trial run showed (fields plan, mode)',
    params: Kind,
    upload: Confirmation,
  },
}
