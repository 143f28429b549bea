import { Button, Table, Tag } from 'antd'
import type { ColumnsType } from 'antd/es/table'
import type { RegisterEntry } from '../../api/registers.ts'
import { minuteText } from '../../time.ts'

interface Props {
  items: RegisterEntry[]
  /** Absent where the person may not. */
  onVoid?: (entry: RegisterEntry) => void
}

/** The lines of a register; a voided number is struck through and says by whom and why. */
export function RegisterTable({ items, onVoid }: Props) {
  return (
    <div className="card flush register-table">
      <Table<RegisterEntry>
        rowKey={({ kind, number }) => `${kind} ${number}`}
        size="small"
        columns={columnsOf(onVoid)}
        dataSource={items}
        pagination={false}
        scroll={{ x: 1280 }}
        onRow={({ number }) => ({ 'data-testid': `number-${number}` }) as object}
      />
    </div>
  )
}

const columnsOf = (onVoid: Props['onVoid']): ColumnsType<RegisterEntry> => [
  {
    title: '编号',
    key: 'number',
    width: 240,
    render: (_, entry) => (entry.void ? <del className="number">{entry.number}</del> : <span className="number">{entry.number}</span>),
  },
  {
    title: '文书',
    key: 'document',
    width: 180,
    className: 'break',
    render: (_, { document, kind }) => document?.name ?? (kind === 'case' || kind === 'archive' ? '—' : '尚未出具'),
  },
  { title: '事项', dataIndex: 'matterName', width: 140, className: 'break' },
  { title: '申请人', dataIndex: 'applicantName', width: 200, className: 'break' },
  { title: '单位', dataIndex: 'organName', width: 180, className: 'break' },
  { title: '登记时间', key: 'issuedAt', width: 150, className: 'nowrap', render: (_, { issuedAt }) => minuteText(issuedAt) },
  {
    title: '状态',
    key: 'state',
    width: 190,
    className: 'break',
    render: (_, entry) =>
      entry.void ? (
        <>
          <Tag color="error">作废</Tag>
          <div className="quiet">
            {minuteText(entry.void.at)} {entry.void.byName}:{entry.void.reason}
          </div>
        </>
      ) : (
        <span className="valid-line">
          有效
          {onVoid && entry.kind !== 'archive' && (
            <Button className="no-print" type="link" size="small" onClick={() => onVoid(entry)} aria-label={`作废 ${entry.number}`}>
              作废
            </Button>
          )}
        </span>
      ),
  },
]
