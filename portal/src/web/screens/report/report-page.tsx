import { Alert, App } from 'antd'
import { useEffect, useState } from 'react'
import { linkagePaths, type CategoryChoice } from '../../api/linkage.ts'
import { ErrorResult } from '../../components/error-result.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useResource } from '../../hooks/use-resource.ts'
import { useTitle } from '../../hooks/use-title.ts'
import { keepShellOffline } from './offline-shell.ts'
import { ReportForm } from './report-form.tsx'
import './report.css'
import { useReports } from './use-reports.ts'
import { WaitingList } from './waiting-list.tsx'

/** 上报: for grid workers and citizens, on a phone, with or without a network. */
export function Component() {
  const { data, error, loading, reload } = useResource<{ items: CategoryChoice[] }>(linkagePaths.categories)
  const reports = useReports()
  const { message } = App.useApp()
  const [isOnline, setOnline] = useState(navigator.onLine)
  useTitle('上报')
  useEffect(() => {
    void keepShellOffline()
    const look = () => setOnline(navigator.onLine)
    window.addEventListener('online', look)
    window.addEventListener('offline', look)
    return () => {
      window.removeEventListener('online', look)
      window.removeEventListener('offline', look)
    }
  }, [])
  // The map and the pictures come in parts of their own.
  useEffect(() => {
    if (data) void keepShellOffline()
  }, [data])
  return (
    <div className="page report-page">
      <div className="page-head">
        <h1>上报</h1>
      </div>
      {!isOnline && <Alert type="warning" showIcon message="现在没有网络。可以照常填写,网络恢复后自动发送。" />}
      {reports.sent > 0 && <Alert type="success" showIcon message={`已发送 ${reports.sent} 件`} data-testid="sent-reports" />}
      <WaitingList
        waiting={reports.waiting}
        sending={reports.sending}
        onSend={() => void reports.send()}
        onChanged={() => void reports.look()}
      />
      {loading && <PageSkeleton />}
      {!data && error && <ErrorResult error={error} onRetry={reload} />}
      {data && (
        <ReportForm
          categories={data.items}
          isOnline={isOnline}
          onReport={async (report) => {
            await reports.add(report)
            void message.success('已保存,正在发送')
          }}
        />
      )}
    </div>
  )
}
