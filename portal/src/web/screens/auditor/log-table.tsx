import { Button, Table } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import { Link } from 'react-router-dom'
import type { LogEntry } from '../../api/log.ts'
import type { LogFilter } from '../../api/api.ts'
import { CopyCode } from '../../components/copy-code.tsx'
import { exactText } from '../../time.ts'
import { actorText } from './actor-text.ts'
import { payloadLines, payloadSummary } from './payload-lines.ts'

/** Entries of the whole log; a click on a person or a subject narrows the search. */
export function LogTable({ items, onFilter, linked }: { items: LogEntry[]; onFilter: (change: LogFilter) => void; linked: boolean }) {
  const columns: ColumnsType<LogEntry> = [
    {
      title: '序号',
      key: 'index',
      width: 84,
      render: (_, row) => {
        const text = row.index ?? <span className="quiet">待封存</span>
        return linked ? <Link to={`/supervision/log/${row.id}`}>{text}</Link> : text
      },
    },
    { title: '时间', key: 'at', width: '8.5em', render: (_, row) => exactText(row.at) },
    {
      title: '内容',
      key: 'action',
      render: (_, row) => (
        <>
          <strong>{row.actionText}</strong>
          <div className="quiet break">{row.erased ? '个人信息已依法删除' : payloadSummary(row.payload)}</div>
        </>
      ),
    },
    {
      title: '人员',
      key: 'actor',
      width: 190,
      render: (_, row) => (
        <>
          <Narrow text={actorText(row)} title="只看该人员的记录" onClick={() => onFilter({ actor: row.actorId })} />
          <div className="quiet">{[row.organName, row.ip].filter(Boolean).join(' · ')}</div>
        </>
      ),
    },
    {
      title: '对象',
      key: 'subject',
      width: 220,
      render: (_, row) => <Narrow text={row.subject} title="只看该对象的记录" onClick={() => onFilter({ subject: row.subject })} code />,
    },
  ]
  return (
    <div className="card flush" data-testid="log-table">
      <Table<LogEntry>
        rowKey="id"
        columns={columns}
        dataSource={items}
        pagination={false}
        size="middle"
        scroll={{ x: 860 }}
        expandable={{ expandedRowRender: (row) => <Recorded entry={row} /> }}
      />
    </div>
  )
}

function Narrow({ text, title, onClick, code }: { text: string; title: string; onClick: () => void; code?: boolean }) {
  return (
    <Button type="link" className="narrow" title={title} onClick={onClick}>
      {code ? <code>{text}</code> : text}
    </Button>
  )
}

/** What an entry recorded, line by line. */
export function Recorded({ entry }: { entry: LogEntry }) {
  const lines = entry.erased ? [] : payloadLines(entry.payload)
  return (
    <dl className="log-facts" data-testid="log-recorded">
      {lines.map(({ path, label, text, code }) => (
        <div key={path} className="log-fact">
          <dt>{label}</dt>
          <dd className="break">{code ? <code>{text}</code> : text}</dd>
        </div>
      ))}
      {entry.hash && (
        <div className="log-fact">
          <dt>本条指纹</dt>
          <dd>
            <CopyCode code={entry.hash} short={24} label="指纹" />
          </dd>
        </div>
      )}
    </dl>
  )
}
