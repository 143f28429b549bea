import { Button, Table } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router-dom'
import { api, paths } from '../../api/api.ts'
import type { Delivery, PublishedCheckpoint } from '../../api/log.ts'
import type { Page } from '../../api/page.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { ListStates } from '../../components/list-states.tsx'
import { useAct } from '../../hooks/use-act.ts'
import { usePages } from '../../hooks/use-pages.ts'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { exactText } from '../../time.ts'
import { SignedHead, suiteText } from './signed-head.tsx'
import '../../components/desk.css'
import './log.css'

interface Targets extends Page<Delivery> {
  targets: { name: string; kind: Delivery['kind']; address: string }[]
}

const KINDS = { folder: '文件夹', 'object-store': '对象存储', mail: '邮箱', 'web-hook': '接口' } as const

/** Signed heads, where they went outside the database, and the choice of two to compare. */
export function Component() {
  const [version, setVersion] = useState(0)
  const [chosen, setChosen] = useState<number[]>([])
  const pages = usePages<PublishedCheckpoint>(paths.checkpoints, version)
  const dead = useResource<Targets>(paths.deadDeliveries, version)
  const key = useResource<{ pem: string; fingerprint: string; suite: string }>(paths.publicKey)
  useTitle('检查点')
  const [older, newer] = [Math.min(...chosen), Math.max(...chosen)]
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">检查点</h1>
        {chosen.length === 2 ? (
          <Link to={`/supervision/consistency?from=${older}&to=${newer}`}>
            <Button type="primary">比对所选两个检查点</Button>
          </Link>
        ) : (
          <span className="quiet">选两个检查点,可证明后者是前者的延续</span>
        )}
      </div>
      <section className="card">
        <p className="quiet">
          检查点是某一时刻日志的签名:共有多少条、日志根是什么。它被送到系统之外留存,即使数据库管理员改动数据,也改不了留存的检查点。
        </p>
        <dl className="log-facts">
          <dt>算法</dt>
          <dd>{suiteText(key.data?.suite)}</dd>
          <dt>公钥指纹</dt>
          <dd>{key.data ? <CopyCode code={key.data.fingerprint} short={16} label="公钥指纹" /> : '…'}</dd>
          <dt>发布到</dt>
          <dd>
            {dead.data &&
              (dead.data.targets.length
                ? dead.data.targets.map(({ name, kind, address }) => (
                    <span key={name} className="delivery break">{`${kind ? KINDS[kind] : name} ${address}`}</span>
                  ))
                : '未配置。请系统管理员设置发布目标,否则检查点只留存在本机')}
          </dd>
        </dl>
      </section>
      {dead.data && dead.data.items.length > 0 && <Dead items={dead.data.items} onSent={() => setVersion((n) => n + 1)} />}
      <ListStates pages={pages} empty={<EmptyState title="还没有检查点">日志封存后会定期签名,形成检查点</EmptyState>}>
        {(items) => (
          <div className="card flush">
            <Table<PublishedCheckpoint>
              rowKey="size"
              dataSource={items}
              pagination={false}
              size="middle"
              scroll={{ x: 760 }}
              rowSelection={{
                selectedRowKeys: chosen,
                hideSelectAll: true,
                getCheckboxProps: ({ size }) => ({ 'aria-label': `选择共 ${size} 条的检查点` }) as object,
                // the two chosen last
                onChange: (sizes) => setChosen((sizes as number[]).slice(-2)),
              }}
              expandable={{ expandedRowRender: (row) => <SignedHead head={row} open /> }}
              columns={[
                { title: '签名时间', key: 'at', width: 180, render: (_, row) => exactText(row.at) },
                { title: '条数', key: 'size', width: 110, render: (_, row) => `${row.size} 条` },
                { title: '日志根', key: 'root', width: 220, render: (_, row) => <CopyCode code={row.root} short={16} label="日志根" /> },
                { title: '发布', key: 'deliveries', render: (_, row) => <Deliveries items={row.deliveries} /> },
              ]}
            />
          </div>
        )}
      </ListStates>
    </div>
  )
}

function Deliveries({ items }: { items: Delivery[] }) {
  if (items.length === 0) return <span className="quiet">未单独发布</span>
  return items.map((item) => (
    <span key={item.id} className="delivery break" title={item.location ?? item.error ?? undefined}>
      {item.kind ? KINDS[item.kind] : item.target} {stateText(item)}
    </span>
  ))
}

const stateText = ({ state, sentAt, attempts }: Delivery): string =>
  state === 'sent' && sentAt !== null
    ? `✓ ${exactText(sentAt)}`
    : state === 'dead'
      ? '! 未送达'
      : attempts === 0
        ? '待发送'
        : `第 ${attempts} 次未成,自动重试`

/** What was given up: why, and once more by hand. */
function Dead({ items, onSent }: { items: Delivery[]; onSent: () => void }) {
  const act = useAct(onSent)
  return (
    <section className="card flush" aria-label="未送达">
      <Table<Delivery>
        rowKey="id"
        dataSource={items}
        pagination={false}
        size="middle"
        scroll={{ x: 700 }}
        title={() => <h2>未送达的检查点</h2>}
        columns={[
          { title: '条数', key: 'size', width: 110, render: (_, row) => `${row.size} 条` },
          {
            title: '目标',
            key: 'target',
            width: 200,
            render: (_, row) => `${row.kind ? KINDS[row.kind] : row.target} ${row.address ?? ''}`,
          },
          { title: '原因', dataIndex: 'error' },
          {
            title: '操作',
            key: 'send',
            width: 120,
            render: (_, row) => (
              <Button onClick={() => void act(() => api.resendDelivery(row.id), '已重新排队,将在一分钟内发送')}>重新发送</Button>
            ),
          },
        ]}
      />
    </section>
  )
}
