import { Alert, Button, Popconfirm } from 'antd'
import { clockText, dayOf, minuteText } from '../time.ts'
import type { Draft } from './use-draft.ts'

/** Says whether the draft is kept, where and since when, and lets it be thrown away. */
export function DraftNote<T>({ draft, onCleared }: { draft: Draft<T>; onCleared: () => void }) {
  const { state } = draft
  if (state.at === 'nothing') return <span>填写内容会自动保存</span>
  if (state.at === 'nowhere') return <span role="status">{state.message}</span>
  if (state.at === 'conflict') return <span role="status">草稿没有保存,请在页面上方选择</span>
  return (
    <span role="status" data-testid="draft-saved">
      {words(state)}
      <Popconfirm
        title="清除草稿"
        description="已填写的内容和已上传的文件将不再保留"
        okText="清除"
        cancelText="取消"
        okButtonProps={{ danger: true }}
        onConfirm={() => void draft.clear().then(onCleared)}
      >
        <Button type="link" size="small">
          清除草稿
        </Button>
      </Popconfirm>
    </span>
  )
}

function words(state: { at: 'saving' } | { at: 'server' | 'device'; savedAt: number }): string {
  if (state.at === 'saving') return '正在保存草稿'
  const today = dayOf(state.savedAt) === dayOf(performance.timeOrigin)
  const at = today ? clockText(state.savedAt) : minuteText(state.savedAt)
  return state.at === 'server' ? `已自动保存 ${at}` : `连接不上服务器,已暂存在本设备 ${at}`
}

/** Another device has saved meanwhile: neither is overwritten without the person's word. */
export function DraftConflict<T>({ draft }: { draft: Draft<T> }) {
  const { state } = draft
  if (state.at !== 'conflict') return null
  return (
    <Alert
      type="warning"
      showIcon
      className="gap-below"
      data-testid="draft-conflict"
      message={
        state.now ? `您在另一处保存了较新的草稿(${minuteText(state.now.savedAt)}),本页内容没有覆盖它` : '这份草稿已在另一处提交或者清除'
      }
      description={
        <div className="row">
          <Button size="small" type="primary" onClick={draft.takeOther} data-testid="take-other-draft">
            {state.now ? '改用较新的草稿' : '放弃本页内容'}
          </Button>
          <Button size="small" onClick={draft.overwrite} data-testid="overwrite-draft">
            {state.now ? '用本页内容覆盖' : '保留本页内容继续填写'}
          </Button>
        </div>
      }
    />
  )
}
