import { Button, Form, Input, Menu, Modal } from 'antd'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router-dom'
import { dictionaryApi, dictionaryPaths, type Dictionary, type DictionaryList } from '../../../api/options.ts'
import { EmptyState } from '../../../components/empty-state.tsx'
import { ErrorNote } from '../../../components/error-note.tsx'
import { ErrorResult } from '../../../components/error-result.tsx'
import { TableSkeleton } from '../../../components/table-skeleton.tsx'
import { useAttempt } from '../../../hooks/use-attempt.ts'
import { useResource } from '../../../hooks/use-resource.ts'
import { useTitle } from '../../../hooks/use-title.ts'
import { useSession } from '../../../session.tsx'
import { DictionaryEditor } from './dictionary-editor.tsx'
import '../studio.css'

/** 数据字典: the county's code lists, from which forms take options. */
export function Component() {
  const { rights } = useSession()
  const [parameters, setParameters] = useSearchParams()
  const list = useResource<DictionaryList>(dictionaryPaths.list)
  const [isNaming, setIsNaming] = useState(false)
  const mayEdit = rights.includes('studio:edit')
  useTitle('数据字典')
  const items = list.data?.items ?? []
  const shown = parameters.get('key') ?? items[0]?.key
  const open = (key: string) => setParameters({ key })
  if (list.error && !list.data) return <ErrorResult error={list.error} onRetry={list.reload} />
  return (
    <div className="page">
      <div className="page-head">
        <Link to="/studio">流程设计</Link>
        <h1>数据字典</h1>
        <span className="quiet">表单的选项可以取自这里,改一处,各表单都跟着改</span>
        <span className="grow" />
        {mayEdit && (
          <Button type="primary" onClick={() => setIsNaming(true)} data-testid="new-dictionary">
            新建字典
          </Button>
        )}
      </div>
      {list.loading ? (
        <TableSkeleton />
      ) : (
        <div className="studio-split">
          <nav className="studio-side" aria-label="数据字典">
            <Menu
              selectedKeys={shown ? [shown] : []}
              items={items.map(({ key, name, offered }) => ({ key, label: `${name}(${offered} 项)` }))}
              onClick={({ key }) => open(key)}
            />
          </nav>
          {shown ? (
            <OneDictionary key={shown} dictionaryKey={shown} mayEdit={mayEdit} onSaved={list.reload} />
          ) : (
            <div className="card studio-main">
              <EmptyState title="还没有数据字典">{mayEdit ? '点“新建字典”开始' : ''}</EmptyState>
            </div>
          )}
        </div>
      )}
      {isNaming && (
        <NewDictionary
          onClose={() => setIsNaming(false)}
          onMade={(key) => {
            setIsNaming(false)
            list.reload()
            open(key)
          }}
        />
      )}
    </div>
  )
}

function OneDictionary({ dictionaryKey, mayEdit, onSaved }: { dictionaryKey: string; mayEdit: boolean; onSaved: () => void }) {
  const { data, error, reload } = useResource<Dictionary>(dictionaryPaths.one(dictionaryKey))
  if (error && !data) return <ErrorResult error={error} onRetry={reload} />
  if (!data) return <TableSkeleton />
  const saved = () => {
    reload()
    onSaved()
  }
  return <DictionaryEditor key={data.version} dictionary={data} mayEdit={mayEdit} onSaved={saved} />
}

function NewDictionary({ onMade, onClose }: { onMade: (key: string) => void; onClose: () => void }) {
  const [form] = Form.useForm<{ name: string; key: string }>()
  const making = useAttempt(async () => {
    const { name, key } = await form.validateFields()
    await dictionaryApi.save(key, { version: 0, name, entries: [] })
    onMade(key)
  })
  return (
    <Modal
      open
      title="新建数据字典"
      okText="新建"
      cancelText="取消"
      confirmLoading={making.busy}
      onOk={() => void making.run()}
      onCancel={onClose}
    >
      <ErrorNote error={making.error} />
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="name" label="名称" rules={[{ required: true, whitespace: true, message: '请填写名称' }]}>
          <Input maxLength={100} placeholder="例如:泊位类型" autoFocus />
        </Form.Item>
        <Form.Item
          name="key"
          label="标识"
          extra="表单用它来引用这部字典,以后不能修改。小写字母开头,只含小写字母、数字和连字符"
          rules={[
            { required: true, message: '请填写标识' },
            { pattern: /^[a-z][a-z0-9-]{0,63}$/, message: '以小写字母开头,只含小写字母、数字和连字符' },
          ]}
        >
          <Input maxLength={64} placeholder="例如:parking-kinds" />
        </Form.Item>
      </Form>
    </Modal>
  )
}
