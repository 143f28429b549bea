import { BarChart, CustomChart } from 'echarts/charts'
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

/* Only what our charts draw with; loaded when the first chart is shown. */
register([BarChart, CustomChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer])

export { init }
