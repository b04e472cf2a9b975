"""What concepts are about: topic → concepts. Two texts that share no concept may still be about the same matter.

A concept stands under every topic that it may belong to; a topic is what an operations team would call a kind of work.
"""

WORDS = """
bills: invoice invoice_details invoice_dispute invoice_request charge charged_twice unknown_charge overpaid already_paid account_fee service_charge dunning direct_debit payment_failed payment_missing payment_way price_wrong refund money_back pay amount tax_vat statement twice premium waiting_charge deposit declined
prices: price price_change price_inquiry price_wrong unit_price too_expensive expensive haggle better_terms promotion_deal tariff_plan quote terms_trade freight_rate cannot_afford voucher tender
hard_times: cannot_afford defer_payment pay_later instalments unable_to_pay insolvency pause deadline_extension retire_business decrease
collecting: dunning pay_later rent_payment payment_missing already_paid we_are_owed lawyer_court unable_to_pay direct_debit payment_failed
lending: loan loan_application top_up_finance interest_rate pay_off_early guarantee savings_investment bank instalments cannot_afford
paying_off: pay_off_early end payment_way transfer_money amount loan already_paid
banking: bank bank_account bank_details bank_card transfer_money direct_debit cash_machine exchange_money card card_terminal new_contact
refunding: refund money_back overpaid charged_twice twice return send_back voucher deposit we_are_owed
ending: end quit leave_for do_not_renew leave_vendor retire_business call_off close cancel_order goodbye transfer_contract move leave_home too_expensive unsubscribe_wish opt_out renewal_due dismissal dispute
beginning: apply apply_for begin buy buy_more enrol new_connection set_up_new install install_wish activate supplier_onboarding register upgrade upgrade_addon order_placed quote trial_demo need move_in partnership
offers_wanted: quote tender price_inquiry unit_price freight_rate product_advice trial_demo need buy availability lead_time
more_of_it: add increase upgrade upgrade_addon top_up top_up_finance buy_more licence_seat equipment_request new_connection reorder
less_of_it: decrease downgrade remove do_not_renew pause too_many too_expensive
ordering: order_placed reorder buy buy_more goods_subscription order_confirmation quantity_word size_colour load_unit call_off lead_time order goods product supplier sell
order_changes: change_order cancel_order change_mind booking_change reschedule new_delivery_address quantity_word increase decrease exchange
delivering: deliver delivery_act delivery_attempt delivery_delay delivery_note delivery_window does_not_arrive late lead_time parcel parcel_missing parcel_pack pick_up proof_of_delivery short_delivery transport where_is_it new_delivery_address back_order out_of_stock driver vessel_voyage waiting_charge warehouse
freight: freight_booking freight_rate vessel_voyage customs customs_border dangerous_goods load_unit transport transport_damage cargo_claim weight weight_volume origin_papers import_export_data cold_chain packaging_label warehouse driver pick_up collect
customs_papers: customs customs_border origin_papers tax_vat dangerous_goods authority document blocked stuck
goods_trouble: bad_quality damage transport_damage shattered glass_damage broken cargo_claim quality_claim wrong_item wrong short_delivery incomplete missing recall clogged cold_chain size_colour quantity_word parcel_missing not_satisfied
returns: return send_back exchange change_mind refund wrong_item replace_it too_many size_colour collect packaging_label
guarantees: warranty warranty_case repair repair_service broken replace_it machine_fault
repairing: repair repair_service repair_room maintain car_service spare_part broken machine_fault appliance_failure door_failure site_visit planned_maintenance caretaker remote_support renovation lift_failure
availability: stock availability back_order out_of_stock lead_time waiting_list where_is_it
product_facts: product product_data product_advice sample_spec goods_sample certificate_doc quality_certificate quality test_result size_colour energy dangerous_goods show_me_how
certificates: certificate_doc quality_certificate insurance_certificate proof confirm copy copy_request work_reference reference_request origin_papers register_entry verify_identity document statement supplier_onboarding questionnaire
papers_in: submit_papers document attach form_filling bookkeeping_papers send id_document proof statement incomplete questionnaire
contracts: contract contract_doc contract_amendment renew renewal_due transfer_contract sign signature policy policy_change terms_trade job_contract do_not_renew mandate
cover: insure insurance_policy policy_change premium absence_cover health_cover benefit beneficiary add remove vehicle insurance_certificate new_owner cover
losses: insurance_claim claim damage accident crash fire water leak storm storm_damage theft stolen vandalism glass_damage injury witness police_witness vehicle_breakdown shattered cargo_claim lost
crime: theft stolen fraud deceived hacked spam vandalism police_witness danger identity lost data_leak security unknown_charge block_it verify_identity conduct_at_work bank_details
mandates: mandate mandate_power authorised_person leave_vendor contact_person user_rights signature beneficiary
progress: application_status ticket_followup where_is_it no_answer kept_waiting waiting_list late still_there when stuck appeal report
grievances: complain complain_formally angry rude not_satisfied kept_waiting no_answer escalate conduct_at_work dispute bad_quality online_review reputation authority_complaint call_centre objection_appeal feedback_survey twice
praise: thank thanks_praise good gift feedback_survey online_review reputation
law: legal legal_threat legal_deadline lawyer_court court_papers objection_appeal appeal dispute fine_ticket authority_complaint tax_notice rule_imposed insolvency
personal_data: data_copy forget_me forget object_use opt_out correct_data privacy_rules see_my_data data_leak identity unsubscribe_wish authority_complaint data remove
rules: compliance_audit comply rule_imposed safety_inspection audit_visit permit permit_licence brand_rules questionnaire policy authority quality_certificate energy security verify_identity danger
people_changes: person_change left_company retired_person new_colleague new_contact contact_person contact_details authorised_person colleague manager boss staff absence_cover redirect new_owner death user_accounts owner customer_role died
company_changes: renamed new_owner merger merge company_formation register_entry move moved_house new_delivery_address name address address_place redirect legal tax_form
record_changes: contact_details address address_place phone_number mail_address renamed name new_contact bank_details correct_data typo married family_event moved_house civil_papers user_accounts redirect new_delivery_address register_entry identity change
household_moves: move move_in moved_house leave_home live_in dwelling residence_registration meter_reading key new_connection new_owner transfer_contract rent tenancy
access: cannot_log_in user_login user_rights user_accounts password_reset blocked activate access key key_access authorised_person verify_identity licence_seat security register
devices: device computer mobile_phone phone_fault printer_fault router_device sim_card equipment_request machine_fault card_terminal medical_device appliance
telephony: mobile_phone phone_number phone_fault sim_card porting call call_centre abroad tv_streaming
connectivity: internet_line internet_down network office_network router_device down slow hosting_server new_connection power_outage
software_faults: error error_message software software_app software_update stuck slow down blocked cannot_log_in user_login wrong_shown not_shown website_fault broken crash data integration import_export_data backup_restore restart licence_seat
data_exchange: integration import_export_data feed product_data backup_restore data listing_inventory analytics report_stats email_delivery form_lead
wishes_for_product: suggestion feedback_survey need add change improve_result show
how_to: how_do_i show_me_how know_how course_training unclear ask remote_support who_to_talk_to product_advice
teaching: course_training train exam examination school school_life university enrol course_withdrawal work_reference certificate_doc know_how event
admission: apply enrol application_status university school exam submit_papers deadline deadline_extension civil_papers waiting_list certified_translation reference_request course_withdrawal housing_application social_aid
fees_aid: subsidy social_aid donation gift benefit pension_benefit instalments defer_payment deposit cannot_afford
personnel: job_contract job_wish wages salary pay_slip payroll_setup working_time time_off sick_leave sick parental_leave parental sabbatical left_company quit dismissal new_colleague work_reference benefit pension_benefit travel_expense expense conduct_at_work staff colleague
wages: wages salary pay_slip payroll_setup tax amount overpaid increase working_time tax_form
absence: time_off sick_leave sick parental_leave parental sabbatical death family family_event doctor reschedule absence_cover working_time ailment medical_aid volunteer_work
working_hours: working_time hour_word reschedule absence_cover hours
leaving_work: left_company quit dismissal retired_person work_reference goodbye job_wish
expenses: expense travel_expense receipt travel restaurant_food hotel_stay parking flight_trip refund gift
benefits: benefit pension_benefit health_cover vehicle sport_membership parental savings_investment voucher beneficiary
applying_for_work: job_wish work_reference job_contract school reference_request enrol
conduct: conduct_at_work rude complain_formally angry danger staff noise
stays: hotel_stay room_booking reservation check_in_out hot amenities reschedule booking_change group_event_booking trip_booking room_of_house travel flight_trip special_diet cot_child pet_animal parking loyalty table_booking late food hire
special_wishes: special_diet cot_child pet_animal pet gift elderly_or_disabled family parking amenities family_event urgent_wish loyalty transport
found_things: lost lost_property return send_back forget pick_up
events: event event_meeting group_event_booking meet table_booking restaurant_food course_training sponsorship
loyalty: loyalty membership voucher sport_membership promotion_deal
comfort: noise smell dirty cold hot heat no_heating vermin mould appliance_failure room_of_house rude furniture cleaning_service
dwelling: dwelling rent tenancy room_of_house house furniture floor window key key_access neighbour noise renovation viewing housing_application parking garden_outdoor caretaker pet
building_faults: heating no_heating no_water water leak plumbing clogged electricity electrical power_outage elevator lift_failure door_failure window alarm_system mould vermin gas_smell smell fire appliance_failure garden_outdoor broken danger lift production_stop
energy: energy energy_supply electricity gas_smell solar_energy meter meter_reading tariff_plan charging_point utility_supply power_outage heating instalments
metering: meter meter_reading amount invoice_dispute incomplete statement
instalment_amount: instalments decrease increase amount direct_debit pay defer_payment
cleaning: cleaning_service dirty bin_waste waste_collection clogged
town: street_public bin_waste waste_collection parking parking_permit permit permit_licence residence_registration building_permit noise dirty fine_ticket tax_notice civil_record civil_papers id_document pet_animal authority danger garden_outdoor event electrical school
identity_papers: id_document civil_papers civil_record residence_registration identity expired book_appointment lost certified_translation register_entry married renamed
building: building building_permit renovation permit neighbour floor garden_outdoor window
meeting_up: book_appointment site_visit viewing reschedule call_back meet audit_visit speak_to_human
families: family school school_life parental parental_leave cot_child social_aid death married will_inheritance
health: sick doctor medicine medication medical_aid medical_device ailment vaccination health_cover injury elderly_or_disabled sick_leave
supplies: goods medical_device cold_chain recall stock reorder goods_subscription expired quality_certificate medication
vehicles: vehicle vehicle_car vehicle_breakdown vehicle_purchase vehicle_registration car_service plate accident crash parking charging_point driver route hire
taxes: tax tax_vat tax_document tax_form tax_notice tax_return vat_return annual_accounts bookkeeping bookkeeping_papers payroll_setup authority fine_ticket
founding: company_formation register_entry merger new_owner legal tax_form permit_licence
giving: donation gift sponsorship volunteer_work volunteer_info will_inheritance membership receipt tax_document
membership: membership enrol newsletter unsubscribe_wish opt_out sport_membership event volunteer_info
advertising: advertising ad_campaign search_engine search_ranking seo social_channel social_network budget budget_money poor_result improve_result promotion_deal analytics press_enquiry
website: website website_part website_fault web_text content photo picture_media video logo shop_hours not_shown wrong_shown domain_dns link_form outdated show hosting_server chat_widget typo button search
leads: lead lead_enquiry form_lead chat_widget chat email_delivery redirect call_centre link_form does_not_arrive
listings: listing_inventory stock feed product_data photo picture_media price_wrong wrong_shown not_shown outdated vehicle vehicle_purchase
measuring: analytics visitor_stats report report_stats cookie_tracking show poor_result
brand: brand_rules logo rule_imposed comply compliance_audit picture_media outdated
reputation: online_review reputation social_network press_enquiry
mail_flow: email_box email_delivery mail_address newsletter spam unsubscribe_wish redirect domain_dns does_not_arrive
licences: licence_seat renew renewal_due quote add decrease user_accounts software subscription
asking_people: who_to_talk_to speak_to_human contact_person call_back escalate ask_for_person manager
press: press_enquiry partnership sponsorship event
"""
