import { wrongRegionCode } from '@lianban/forms'
import { tenantInvalid } from '../errors.ts'
import { normalHost } from './hosts.ts'

/** The three administrators 三员 of a new tenant: three persons. Source: GB/T 22239-2019, 8.1.5. */
export const ADMINISTRATORS = ['system-admin', 'security-admin', 'audit-admin'] as const

export interface NewAdministrator {
  username: string
  name: string
}

export interface NewTenant {
  /** Lower-case letters, digits and hyphens, at most 32; stands in keys and paths and never changes. */
  id: string
  /** Of the county, e.g. `三湖县`. */
  name: string
  /** GB/T 2260, six digits. */
  regionCode: string
  /** Under which it is reached; none in an installation with one tenant. */
  hosts: readonly string[]
  administrators: Record<(typeof ADMINISTRATORS)[number], NewAdministrator>
}

const TENANT_ID = /^[a-z][a-z0-9-]{0,31}$/
const USERNAME = /^[\p{L}\p{N}][\p{L}\p{N}._@-]{0,63}$/u
const MAX_NAME_CHARS = 64

/** @returns the tenant with its hosts in their one spelling. @throws TENANT_INVALID that names everything at once */
export function checkNewTenant(tenant: NewTenant): NewTenant {
  const people = Object.values(tenant.administrators)
  const problems = [
    TENANT_ID.test(tenant.id) ? null : '租户标识应以小写字母开头,只含小写字母、数字和连字符,不超过 32 个字符。',
    isName(tenant.name) ? null : `租户名称不能为空,且不超过 ${MAX_NAME_CHARS} 个字符。`,
    wrongRegionCode(tenant.regionCode),
    ...wrongHosts(tenant.hosts),
    ...people.map(({ username }) =>
      USERNAME.test(username) ? null : `管理员用户名“${username}”应由文字、数字和 . _ @ - 组成,不超过 64 个字符。`,
    ),
    people.every(({ name }) => isName(name)) ? null : '三名管理员都须填写姓名。',
    new Set(people.map(({ username }) => username)).size === people.length
      ? null
      : '系统、安全、审计管理员应为三个不同的人,请使用三个不同的用户名。',
  ].filter((problem) => problem !== null)
  if (problems.length > 0) throw tenantInvalid(problems)
  return { ...tenant, hosts: normalHosts(tenant.hosts) }
}

/** @returns the hosts in their one spelling, each once. @throws TENANT_INVALID */
export function checkHosts(hosts: readonly string[]): string[] {
  const problems = wrongHosts(hosts)
  if (problems.length > 0) throw tenantInvalid(problems)
  return normalHosts(hosts)
}

const normalHosts = (hosts: readonly string[]): string[] => [...new Set(hosts.map((host) => normalHost(host)!))]

const wrongHosts = (hosts: readonly string[]): string[] =>
  hosts.filter((host) => normalHost(host) === null).map((host) => `“${host}”不是有效的域名,请填写不带 http:// 和路径的主机名。`)

const isName = (text: string): boolean => text.trim() !== '' && [...text].length <= MAX_NAME_CHARS
