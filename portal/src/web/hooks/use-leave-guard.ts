import { App } from 'antd'
import { useEffect } from 'react'
import { useBlocker } from 'react-router-dom'

/** Asks before a page is left, closed or loaded anew while something on it is kept nowhere else. @param text what would be lost */
export function useLeaveGuard(wouldLose: boolean, text: string): void {
  const { modal } = App.useApp()
  const blocker = useBlocker(({ currentLocation, nextLocation }) => wouldLose && currentLocation.pathname !== nextLocation.pathname)
  useEffect(() => {
    if (!wouldLose) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [wouldLose])
  useEffect(() => {
    if (blocker.state !== 'blocked') return
    const { destroy } = modal.confirm({
      title: '离开本页?',
      content: text,
      okText: '离开',
      cancelText: '继续填写',
      okButtonProps: { danger: true },
      onOk: () => blocker.proceed(),
      onCancel: () => blocker.reset(),
    })
    return destroy
  }, [blocker, modal, text])
}
