// A year's contributions in publicodes: one worker and month at a time, as its calculators ask it.
//
// node year_publicodes.mjs FOLDER REPEAT ANSWERS [PERSON-MONTHS]: prints its times as JSON.
import { readFileSync, writeFileSync } from 'node:fs'
import Engine from 'publicodes'

const bracket = (plafond, montant) => ({ montant, plafond })
const brackets = [bracket(200000, 200000)]
for (let low = 200000; low < 1200000; low += 50000) brackets.push(bracket(low + 50000, low + 25000))

const rules = {
  'gross wage': null,
  'riel per dollar': 4050,
  'gross wage riel': 'gross wage * riel per dollar',
  // A bracket holds its upper end in the law, and its lower one here.
  'contributory wage': { grille: { assiette: 'gross wage riel - 0.01', tranches: [...brackets, { montant: 1200000 }] } },
  'pensionable wage': { valeur: 'gross wage riel', plancher: 400000, plafond: 1200000 },
  risk: { valeur: 'contributory wage * 0.8%', arrondi: 'oui' },
  health: { valeur: 'contributory wage * 2.6%', arrondi: 'oui' },
  pension: { valeur: 'pensionable wage * 2%', arrondi: 'oui' },
}

const [folder, repeat, answers, limit] = process.argv.slice(2)
const months = []
for (const line of readFileSync(`${folder}/payroll.csv`, 'utf8').split('\n').slice(1)) {
  const [worker, first, , component, amount] = line.split(',')
  if (component === 'basic' && months.push([worker, first, Number(amount)]) === Number(limit)) break
}

const engine = new Engine(rules)
const times = { wall: [], processor: [] }
let out
for (let run = 0; run < Number(repeat); ++run) {
  const begun = process.hrtime.bigint()
  const used = process.cpuUsage()
  out = months.map(([, , gross]) => {
    engine.setSituation({ 'gross wage': gross })
    return ['risk', 'health', 'pension'].map((name) => engine.evaluate(name).nodeValue)
  })
  const spent = process.cpuUsage(used)
  times.wall.push(Number(process.hrtime.bigint() - begun) / 1e9)
  times.processor.push((spent.user + spent.system) / 1e6)
}
const rows = months.map(([worker, first], i) => [worker, Date.parse(first) / 86400000, ...out[i]].join(','))
writeFileSync(answers, 'worker_id,first,risk,health,pension\n' + rows.join('\n') + '\n')
console.log(JSON.stringify({ compute: times, person_months: months.length }))
