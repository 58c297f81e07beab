// ARUCS, the Bacs report 'Automated Return of Unapplied Credits': wages that came back. All it says stands in
// attributes.
#include "readers/formats/iso20022_messages.hpp"
#include "readers/formats/payment_codes.hpp"

namespace wageproof::readers {
namespace {

namespace field = records::field::payments;

// The account that could not be credited is the one child that has a number.
pugi::xml_node account_in(pugi::xml_node item) {
    for (const pugi::xml_node child : item.children()) {
        if (!attribute_of(child, "number").empty()) return child;
    }
    return {};
}

}  // namespace

void Arucs::take(XmlRecords& xml, XmlRecords::Event event) {
    if (event != XmlRecords::Event::record) return;
    const pugi::xml_node item = xml.node();
    const pugi::xml_node account = account_in(item);
    row_.clear();
    set_event(row_, "return", "returned", "x");
    row_[field::channel] = "bank";
    row_[field::reason] = attribute_of(item, "returnCode");
    row_[field::reason_text] = attribute_of(item, "returnDescription");
    row_[field::reference] = attribute_of(item, "ref");
    row_[field::amount] = attribute_of(item, "valueOf");
    row_[field::currency] = attribute_of(item, "currency");
    row_[field::instructed_on] = date_part(attribute_of(item, "originalProcessingDate"));
    row_[field::paid_on] = date_part(attribute_of(child_of(xml.head("ARUCS"), "Header"), "currentProcessingDate"));
    row_[field::raw_status] = attribute_of(item, "transCode");
    const std::string sort_code = attribute_of(account, "sortCode");
    row_[field::account] = sort_code + (sort_code.empty() ? "" : " ") + attribute_of(account, "number");
    row_[field::name] = attribute_of(account, "name");
    rows_.add(xml.line(), row_);
}

}  // namespace wageproof::readers
