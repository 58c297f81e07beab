// Wageproof in one header: everything that the rooms offer.
//
// A program that reads records and checks them needs no more than `readers::read_folder`, `reconcile::check` and
// `report::write_report`. Each room's own headers may be included alone: the readers, say, to turn payment files into
// columns without checking anything.
#pragma once

#include "wageproof/law/diagnostic.hpp"    
#include "wageproof/law/embedded_packs.hpp"
#include "wageproof/law/load.hpp"          
#include "wageproof/law/lookup.hpp"        
#include "wageproof/law/pack.hpp"          
#include "wageproof/law/show.hpp"          
#include "wageproof/quantity/currency.hpp" 
#include "wageproof/quantity/date.hpp"     
#include "wageproof/quantity/days.hpp"     
#include "wageproof/quantity/decimal.hpp"  
#include "wageproof/quantity/minutes.hpp"  
#include "wageproof/quantity/money.hpp"    
#include "wageproof/quantity/period.hpp"   
#include "wageproof/quantity/ratio.hpp"    
#include "wageproof/quantity/rounding.hpp" 
#include "wageproof/quantity/status.hpp"   
#include "wageproof/readers/read_folder.hpp"
#include "wageproof/readers/row_stream.hpp"
#include "wageproof/reconcile/against.hpp" 
#include "wageproof/reconcile/check.hpp"   
#include "wageproof/reconcile/explain.hpp" 
#include "wageproof/reconcile/ledger.hpp"  
#include "wageproof/reconcile/result.hpp"  
#include "wageproof/records/dataset.hpp"   
#include "wageproof/records/schema.hpp"    
#include "wageproof/report/arrow_tables.hpp"
#include "wageproof/report/cases.hpp"      
#include "wageproof/report/summary.hpp"    
#include "wageproof/report/tables.hpp"     
#include "wageproof/report/totals.hpp"     
#include "wageproof/report/working.hpp"    
#include "wageproof/report/write.hpp"      
