// aedes.mjs: aedes on a port of 127.0.0.1
//
// SPDX-License-Identifier: GPL-3.0-or-later

import { createServer } from 'node:net'
import { Aedes } from 'aedes'

const broker = await Aedes.createBroker()

createServer(broker.handle).listen(Number(process.argv[2]), '127.0.0.1')
