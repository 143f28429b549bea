import { parseArgs } from 'node:util'
import { compose, type Composition } from '../../server/compose.ts'
import { workerTokenOf } from '../../server/worker-credential.ts'
import { environment } from './environment.ts'
import type { Command } from './index.ts'

/** Who did it, as the supervision log says. */
const BY_OPERATOR = { actor: { userId: 'operator', name: '运维人员(命令行)' } }

const USAGE = `用法 usage:
  lianban tenant list
  lianban tenant create --id <id> --name <县名> --region <GB/T 2260> [--host <域名>]… \\
      --system-admin <用户名>:<姓名> --security-admin <用户名>:<姓名> --audit-admin <用户名>:<姓名>
  lianban tenant hosts <id> <域名>…      登记访问域名 the hosts under which it is reached
  lianban tenant disable <id>            停用 nobody gets in
  lianban tenant enable <id>             重新启用
  lianban tenant worker-token <id>       本租户工作进程的令牌 what its external workers log in with`

/** `lianban tenant …`: the counties of this installation. */
export const tenant: Command = {
  summary: '管理租户(县) tenants of this installation (list, create, hosts, disable, enable, worker-token)',
  async run([verb = '', ...rest]) {
    const work = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined
    if (!work) {
      console.error(USAGE)
      return 2
    }
    const { config, logger } = environment()
    logger.level = 'warn'
    // An operator's command must not load the sample county, with its known passwords, into a county that is at work.
    const services = await compose({ ...config, demo: false }, logger)
    try {
      return await work(services, rest)
    } finally {
      await services.close()
    }
  },
}

const VERBS: Record<string, (services: Composition, args: string[]) => Promise<number>> = {
  async list({ tenants }) {
    for (const { id, name, regionCode, hosts, disabledAt } of await tenants.directory.list())
      console.log(
        [id, name, regionCode, disabledAt === null ? '启用 open' : '停用 closed', hosts.join(' ') || '(任意地址 any address)'].join('\t'),
      )
    return 0
  },

  async create({ tenants }, args) {
    const text = { type: 'string' } as const
    const options = {
      id: text,
      name: text,
      region: text,
      host: { ...text, multiple: true },
      'system-admin': text,
      'security-admin': text,
      'audit-admin': text,
    } as const
    const { values } = parseArgs({ args, options })
    const created = await tenants.tenancy.create(
      {
        id: values.id ?? '',
        name: values.name ?? '',
        regionCode: values.region ?? '',
        hosts: values.host ?? [],
        administrators: {
          'system-admin': person(values['system-admin']),
          'security-admin': person(values['security-admin']),
          'audit-admin': person(values['audit-admin']),
        },
      },
      BY_OPERATOR,
    )
    console.log(
      `已创建租户 created:${values.id}\n\n  一次性密码只显示这一次,请分别交给本人,首次登录后修改 one-time passwords, shown only now:`,
    )
    for (const { post, username, name, password } of created)
      console.log(`    ${post.padEnd(16)} ${username.padEnd(16)} ${name}\t${password}`)
    console.log('\n  单位导入后重新启动服务,流程包即部署到本租户 restart the server once its organs are there.')
    return 0
  },

  hosts: ({ tenants }, [id = '', ...hosts]) => done(tenants.tenancy.setHosts(id, hosts, BY_OPERATOR)),
  disable: ({ tenants }, [id = '']) => done(tenants.tenancy.setDisabled(id, true, BY_OPERATOR)),
  enable: ({ tenants }, [id = '']) => done(tenants.tenancy.setDisabled(id, false, BY_OPERATOR)),

  async 'worker-token'({ tenants, config }, [id = '']) {
    console.log(workerTokenOf(config.workerToken, (await tenants.directory.get(id)).id))
    return 0
  },
}

async function done(work: Promise<void>): Promise<number> {
  await work
  console.log('已完成 done')
  return 0
}

/** `username:name` */
function person(text = ''): { username: string; name: string } {
  const [username = '', ...name] = text.split(':')
  return { username, name: name.join(':') }
}
