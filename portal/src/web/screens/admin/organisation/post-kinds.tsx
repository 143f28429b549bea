import { Button, Form, Input, Modal, Table } from 'antd'
import { useCallback, useState } from 'react'
import { Link } from 'react-router-dom'
import { organisation, organisationPaths, type PostKind } from '../../../api/organisation.ts'
import { ErrorNote } from '../../../components/error-note.tsx'
import { ErrorResult } from '../../../components/error-result.tsx'
import { TableSkeleton } from '../../../components/table-skeleton.tsx'
import { useOnce } from '../../../hooks/use-once.ts'
import { useResource } from '../../../hooks/use-resource.ts'
import { useTitle } from '../../../hooks/use-title.ts'
import { useSession } from '../../../session.tsx'
import '../../../components/desk.css'

/** The kinds of post: what a person can be in an organ; rights are given to them. */
export function Component() {
  const { data, error, loading, reload } = useResource<{ items: PostKind[] }>(organisationPaths.postKinds)
  const [edited, setEdited] = useState<PostKind | 'new' | null>(null)
  const { rights } = useSession()
  const mayWrite = rights.includes('organ:write')
  useTitle('岗位目录')
  return (
    <div className="page">
      <div className="page-head">
        <h1 className="grow">岗位目录</h1>
        {rights.includes('organ:export') && <Button href={organisationPaths.export('post-kinds', 'xlsx')}>导出</Button>}
        {rights.includes('organ:import') && (
          <Link to="/transfer/post-kinds">
            <Button>导入</Button>
          </Link>
        )}
        {mayWrite && (
          <Button type="primary" onClick={() => setEdited('new')}>
            新增岗位
          </Button>
        )}
      </div>
      <p className="quiet">
        岗位决定能做什么:权限规则按岗位标识授权,新增的岗位在安全管理员配置规则之前没有任何权限。“协同单位人员”只供外部单位使用。
      </p>
      {loading ? (
        <TableSkeleton />
      ) : !data ? (
        error && <ErrorResult error={error} onRetry={reload} />
      ) : (
        <div className="card flush">
          <Table<PostKind>
            rowKey="id"
            className="desk-table"
            dataSource={data.items}
            scroll={{ x: 560 }}
            pagination={false}
            columns={[
              { title: '岗位名称', dataIndex: 'name' },
              { title: '岗位标识', dataIndex: 'id', width: 260, render: (id: string) => <code>{id}</code> },
              ...(mayWrite
                ? [
                    {
                      title: '操作',
                      key: 'edit',
                      width: 90,
                      render: (_: unknown, kind: PostKind) => (
                        <Button size="small" onClick={() => setEdited(kind)}>
                          改名
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </div>
      )}
      {edited && (
        <PostKindDialog
          kind={edited === 'new' ? null : edited}
          onClose={() => setEdited(null)}
          onDone={() => {
            setEdited(null)
            reload()
          }}
        />
      )}
    </div>
  )
}

function PostKindDialog({ kind, onClose, onDone }: { kind: PostKind | null; onClose: () => void; onDone: () => void }) {
  const [form] = Form.useForm<PostKind>()
  const put = useOnce(useCallback((_key: string, value: PostKind) => organisation.putPostKind(value).then(() => true), []))
  const submit = async () => {
    if (await put.run({ ...kind, ...(await form.validateFields()) })) onDone()
  }
  return (
    <Modal
      open
      title={kind ? `改名:${kind.name}` : '新增岗位'}
      okText="保存"
      cancelText="返回"
      confirmLoading={put.busy}
      onOk={() => void submit().catch(() => {})}
      maskClosable={false}
      onCancel={onClose}
    >
      <ErrorNote error={put.error} />
      <Form form={form} layout="vertical" requiredMark={false} initialValues={kind ?? {}}>
        <Form.Item name="name" label="岗位名称" rules={[{ required: true, whitespace: true, message: '请填写岗位名称' }]}>
          <Input maxLength={30} />
        </Form.Item>
        {!kind && (
          <Form.Item
            name="id"
            label="岗位标识"
            rules={[{ required: true, pattern: /^[a-z][a-z0-9-]{0,31}$/, message: '小写字母开头,只含小写字母、数字、连字符' }]}
          >
            <Input maxLength={32} placeholder="例:archivist,确定后不再改变" />
          </Form.Item>
        )}
      </Form>
    </Modal>
  )
}
