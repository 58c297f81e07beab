// ARUCS, the Bacs report 'Automated Return of Unapplied Credits': wages that came back. All it says stands in
// attributes.
#include "readers/formats/iso20022_messages.hpp"
#include "readers/formats/payment_codes.hpp"

namespace wageproof::readers {

using Column = PaymentColumn;

void Arucs::take(XmlRecords& xml, XmlRecords::Event event) {
    if (event != XmlRecords::Event::record) return;
    const pugi::xml_node item = xml.node();
    row_.clear();
    set_event(row_, "return", "returned", "x");
    row_[Column::channel] = "bank";
    row_[Column::reason] = attribute_of(item, "returnCode");
    row_[Column::reason_text] = attribute_of(item, "returnDescription");
    row_[Column::reference] = attribute_of(item, "ref");
    row_[Column::amount] = attribute_of(item, "valueOf");
    row_[Column::currency] = attribute_of(item, "currency");
    row_[Column::instructed_on] = date_part(attribute_of(item, "originalProcessingDate"));
    row_[Column::raw_status] = attribute_of(item, "transCode");
    rows_.add(xml.line(), row_);
}

}  // namespace wageproof::readers
